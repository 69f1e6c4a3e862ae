//! A C++ compiler, for libFuzzer. CXX names another than the system's.

use crate::command::Run;
use crate::tools::debian;

pub fn cxx() -> Result<(), String> {
    if works() || debian::install(&["g++"])? && works() {
        return Ok(());
    }
    Err(
        "libFuzzer is compiled from C++, and no compiler for it was found\nto mend it, one of:\n  \
         Debian, Ubuntu: sudo apt-get install g++\n  \
         Fedora: sudo dnf install gcc-c++\n  \
         macOS: xcode-select --install\n\
         CXX may name the program"
            .to_owned(),
    )
}

fn works() -> bool {
    let named = std::env::var("CXX").ok().filter(|name| !name.is_empty());
    let program = named.as_deref().unwrap_or("c++");
    Run::new(program).args(["--version"]).capture().is_ok()
}
