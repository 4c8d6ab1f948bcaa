// Run before the app and by browsers of any age, hence in their oldest words. Chrome 123, Safari 17.5 and Firefox 128
// are the first that know both: light-dark() came last to the first two, relative colours to the third.
(function () {
  'use strict';
  var asks = window.CSS && typeof CSS.supports === 'function';
  var known = asks && CSS.supports('color', 'light-dark(red, red)') && CSS.supports('color', 'rgb(from red r g b)');
  var note = document.getElementById('old-browser');
  if (note && !known) note.removeAttribute('hidden');
})();
