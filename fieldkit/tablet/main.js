/** The tablet app. */
await Promise.resolve();
document.documentElement.dataset.started = 'yes';

export {};
