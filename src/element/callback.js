// The OAuth return page: takes the answer out of the address before anything else, then hands it to the page that asked.
(() => {
  const query = location.search.slice(1);
  history.replaceState(null, '', location.pathname);

  const say = (text) => {
    const put = () => { document.getElementById('message').textContent = text; };
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', put);
    else put();
  };

  const states = new URLSearchParams(query).getAll('state');
  const state = states.length === 1 ? states[0] : '';

  // A redirect sign-in: the page left its transaction in this tab's storage, with the place to return to.
  if (/^r\.[A-Za-z0-9_-]{43}$/.test(state)) {
    let target = null;
    try {
      const transaction = JSON.parse(sessionStorage.getItem(`slotlink:transaction:${state}`));
      if (transaction) {
        const wanted = typeof transaction.return_to === 'string' ? transaction.return_to : '/';
        const url = URL.canParse(wanted, location.origin) ? new URL(wanted, location.origin) : null;
        // A blob: address has the origin of its page too, and a whole address for a path.
        const ours = url?.protocol === location.protocol && url.origin === location.origin;
        target = ours ? url.pathname + url.search + url.hash : '/';
        sessionStorage.setItem('slotlink:callback', query);
      }
    } catch { target = null; }
    if (target === null) {
      say('This sign-in was not started in this tab, or it was finished already. Go back to the page and sign in again.');
    } else {
      // A path that begins with two slashes would name another host.
      location.replace(location.origin + target);
    }
    return;
  }

  // A popup sign-in: the waiting page hears of it over whichever of the two ways the browser left open.
  if (/^p\.[A-Za-z0-9_-]{43}$/.test(state)) {
    const message = { type: 'slotlink:callback', state, query };
    let heard = false;
    const done = () => {
      if (heard) return;
      heard = true;
      say('Done. You can close this window.');
      window.close();
    };
    const acknowledged = (event) => {
      if (event.origin === location.origin && event.data?.type === 'slotlink:received' && event.data.state === state) done();
    };
    addEventListener('message', acknowledged);
    try {
      const channel = new BroadcastChannel('slotlink:callback');
      channel.addEventListener('message', acknowledged);
      channel.postMessage(message);
    } catch { /* storage is partitioned or off: the opener hears it below */ }
    try { window.opener?.postMessage(message, location.origin); } catch { /* the opener is gone */ }
    say('Finishing the sign-in…');
    setTimeout(() => {
      if (!heard) say('The page that started this sign-in is gone or has gone on without it. Close this window and sign in again.');
    }, 4000);
    return;
  }

  say('There is no sign-in to finish here. You can close this window.');
})();
