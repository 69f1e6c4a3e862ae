// Hands the answer to the page that opened this one.
window.opener.postMessage({ floor: true, query: location.search }, location.origin);
window.close();
