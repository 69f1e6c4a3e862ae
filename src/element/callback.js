// Placeholder until the sign-in is wired up: takes the answer out of the address bar.
history.replaceState(null, '', location.pathname);
