//! The browser the tests run in: one that is installed, or on Debian as root one that we install.

use std::path::{Path, PathBuf};

use crate::command::find;
use crate::tools::{debian, search_path};

const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-core"];

const NAMES: [&str; 5] = [
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
];

/// Where browsers live that put nothing on PATH.
const PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
];

pub struct Browser {
    pub chrome: PathBuf,
    pub driver: Option<PathBuf>,
}

/// The browser, and its driver when `with_driver`. CHROME and CHROMEDRIVER name others.
pub fn found(with_driver: bool) -> Result<Browser, String> {
    if let Some(browser) = look(with_driver)? {
        return Ok(browser);
    }
    if debian::install(&PACKAGES)?
        && let Some(browser) = look(with_driver)?
    {
        return Ok(browser);
    }
    Err(missing(with_driver))
}

fn look(with_driver: bool) -> Result<Option<Browser>, String> {
    let path = search_path();
    let chrome = match named("CHROME")? {
        Some(chrome) => Some(chrome),
        None => NAMES
            .iter()
            .find_map(|name| find(name, &path))
            .or_else(|| PLACES.iter().map(PathBuf::from).find(|file| file.is_file())),
    };
    let driver = match named("CHROMEDRIVER")? {
        Some(driver) => Some(driver),
        None => find("chromedriver", &path),
    };
    Ok(match (chrome, driver) {
        (Some(chrome), driver) if !with_driver || driver.is_some() => {
            Some(Browser { chrome, driver })
        }
        _ => None,
    })
}

fn named(variable: &str) -> Result<Option<PathBuf>, String> {
    match std::env::var_os(variable).filter(|value| !value.is_empty()) {
        None => Ok(None),
        Some(value) if Path::new(&value).is_file() => Ok(Some(value.into())),
        Some(value) => Err(format!(
            "{variable} names {}, where there is no file\nto mend it: unset {variable}, or let it name the program",
            value.to_string_lossy()
        )),
    }
}

fn missing(with_driver: bool) -> String {
    let what = if with_driver {
        "a Chrome or Chromium with its chromedriver"
    } else {
        "a Chrome or Chromium"
    };
    format!(
        "the tests need {what}, and none was found\nto mend it, one of:\n  \
         Debian, Ubuntu: sudo apt-get install {}\n  \
         Fedora: sudo dnf install chromium chromedriver google-noto-sans-fonts\n  \
         macOS: brew install --cask google-chrome chromedriver\n  \
         elsewhere: install Chrome, put a chromedriver of the same version on PATH\n\
         CHROME and CHROMEDRIVER may name the programs",
        PACKAGES.join(" ")
    )
}
