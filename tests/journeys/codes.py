"""A reader of codes as browsers on tablets have one, for the browser of the journeys has none; cameras that refuse."""

DETECTOR = """() => {
  window.looks = 0;
  window.formats = null;
  window.BarcodeDetector = class {
    static getSupportedFormats() { return Promise.resolve(['ean_13', 'qr_code']); }
    constructor({ formats }) { window.formats = formats; }
    async detect(video) {
      window.looks += 1;
      return video.videoWidth > 0 && window.code ? [{ rawValue: window.code }] : [];
    }
  };
}"""
"""It sees `window.code` as soon as the camera shows anything."""

TORCH = "() => { MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true }); }"
"""From now on a camera has a light."""

REFUSE = "(name) => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name)); }"
"""From now on neither a camera nor a microphone is given, for the reason of this name."""

ALLOW = "() => { delete navigator.mediaDevices.getUserMedia; }"
"""From now on they are given again."""
