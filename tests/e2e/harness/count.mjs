// A reporter that ends with the line `cargo xtask test` adds up, in the form cargo prints it.
export default class Count {
  passed = 0;
  failed = 0;
  skipped = 0;

  onTestEnd(test, result) {
    // With retries off, every test ends once; a flaky one cannot hide.
    if (result.status === 'skipped') this.skipped += 1;
    else if (test.ok()) this.passed += 1;
    else this.failed += 1;
  }

  onEnd(result) {
    const word = result.status === 'passed' ? 'ok' : 'FAILED';
    console.log(
      `test result: ${word}. ${this.passed} passed; ${this.failed} failed; ${this.skipped} ignored`,
    );
  }

  printsToStdio() {
    return true;
  }
}
