//! The fuzz targets without a fuzzer: their seeds, changed seeds, and what was once found.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
// Writing seeds is for libFuzzer.
#![allow(dead_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use fuzz::mutate::{self, Random};
use fuzz::{TARGETS, Target};

/// Which input a target does not hold for stands in the panic of the test.
fn run(target: &Target, input: &[u8], what: &str) {
    let outcome = std::panic::catch_unwind(|| (target.run)(input));
    let shown = String::from_utf8_lossy(input);
    assert!(
        outcome.is_ok(),
        "{} does not hold for {what}: {shown}",
        target.name
    );
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

#[test]
fn every_target_has_its_program_and_its_seeds() {
    let files = fs::read_dir(folder().join("fuzz_targets")).unwrap();
    let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let programs: BTreeSet<_> = files.map(|file| stem(file.unwrap().path())).collect();
    let names: BTreeSet<_> = TARGETS
        .iter()
        .map(|target| target.name.to_owned())
        .collect();
    assert_eq!(programs, names);
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
    for target in TARGETS {
        let declared = format!("[[bin]]\nname = \"{}\"\n", target.name);
        assert!(manifest.contains(&declared), "{declared}");
        assert!(
            (target.seeds)().len() > 5 && (target.words)().len() > 5,
            "{}",
            target.name
        );
    }
}

#[test]
fn every_seed_holds() {
    for target in TARGETS {
        for (index, seed) in (target.seeds)().iter().enumerate() {
            run(target, seed, &format!("seed {index}"));
        }
    }
}

#[test]
fn every_seed_holds_however_it_is_changed() {
    let mut changed = 0;
    for target in TARGETS {
        for (index, seed) in (target.seeds)().iter().enumerate() {
            for number in 0..20 {
                let mut random = Random::new(index as u32 * 1000 + number);
                let input = mutate::json(seed, 1 << 20, &mut random);
                changed += u32::from(input.is_some());
                let input = input.unwrap_or_else(|| {
                    let mut bytes = seed.clone();
                    let at = random.below(bytes.len() + 1);
                    match random.below(3) {
                        0 => bytes.truncate(at),
                        1 => bytes.insert(at, random.below(256) as u8),
                        _ => bytes
                            .iter_mut()
                            .skip(at)
                            .take(1)
                            .for_each(|byte| *byte ^= 1 << random.below(8)),
                    }
                    bytes
                });
                run(target, &input, &format!("seed {index}, change {number}"));
            }
        }
    }
    assert!(changed > 1000, "{changed} inputs were JSON");
}

/// Each file is named after the defect it found.
#[test]
fn what_was_found_once_holds() {
    let folders = fs::read_dir(folder().join("regressions")).unwrap();
    let mut count = 0;
    for folder in folders {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let target = TARGETS.iter().find(|target| target.name == name);
        let target = target.unwrap_or_else(|| panic!("there is no target {name}"));
        for file in fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            run(
                target,
                &fs::read(&path).unwrap(),
                &path.display().to_string(),
            );
            count += 1;
        }
    }
    assert!(count > 0);
}
