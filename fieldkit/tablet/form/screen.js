export function openFormScreen(container, options) { return { close() {} }; }
