// A reporter that ends with the line `cargo xtask test` adds up, in the form cargo prints it.
export default class Count {
  #suite;

  onBegin(config, suite) {
    this.#suite = suite;
  }

  onEnd(result) {
    const count = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    for (const test of this.#suite.allTests()) {
      const outcome = test.outcome();
      count[outcome] += 1;
      // CI runs a failed test once more; one that then passes is named here, so that it cannot hide.
      if (outcome === 'flaky') console.log(`passed only when run again: ${test.titlePath().join(' › ')}`);
    }
    const word = result.status === 'passed' ? 'ok' : 'FAILED';
    const passed = count.expected + count.flaky;
    console.log(`test result: ${word}. ${passed} passed; ${count.unexpected} failed; ${count.skipped} ignored`);
  }

  printsToStdio() {
    return true;
  }
}
