use std::{path::Path, process::Command};

use crypto::{Keys, Signer};

use super::*;
use crate::{MOST_FILES, PackError, Package, pack, testing};

fn signer() -> Signer {
    Keys::fixed_for_tests().signer().unwrap().clone()
}

fn stranger() -> Signer {
    Signer::from_bytes([0x44; 32]).unwrap()
}

fn signed_package() -> Vec<u8> {
    pack(&testing::package(), Some(&signer())).unwrap()
}

fn unsigned_package() -> Vec<u8> {
    pack(&testing::package(), None).unwrap()
}

/// Not altered, by what can be seen in the file.
fn passes(bytes: &[u8], key: Option<&PublicKey>) -> bool {
    verify(bytes, key).is_ok_and(|report| report.consistent)
}

fn faults(bytes: &[u8], key: Option<&PublicKey>) -> String {
    let report = verify(bytes, key).unwrap();
    assert!(!report.consistent);
    assert_eq!(report.verdict(), Verdict::Altered);
    report.checks.iter().flat_map(|check| check.faults.clone()).collect::<Vec<_>>().join("\n")
}

/// The files of a package, to be put together otherwise. Order and headers are those of this program.
fn taken_apart(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let files = container::read(bytes).unwrap().files;
    files.iter().map(|file| (file.path.to_owned(), file.bytes.to_vec())).collect()
}

fn put_together(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let day = testing::package().about.made_on;
    container::write(day, files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))).unwrap()
}

fn changed(bytes: &[u8], change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let mut files = taken_apart(bytes);
    change(&mut files);
    put_together(&files)
}

/// As an attacker without the key would: the list is made to fit.
fn relisted(files: &mut [(String, Vec<u8>)]) {
    let at = files.iter().position(|(path, _)| path == MANIFEST).unwrap();
    let mut manifest: Manifest = serde_json::from_slice(&files[at].1).unwrap();
    manifest.files = files[..at].iter().map(|(path, bytes)| Listed::of(path, bytes)).collect();
    files[at].1 = serde_json::to_vec(&manifest).unwrap();
}

#[test]
fn a_signed_package_passes() {
    let bytes = signed_package();
    assert_eq!(bytes, signed_package());
    let key = signer().public_key().clone();
    let report = verify(&bytes, Some(&key)).unwrap();
    assert_eq!((report.signature, report.verdict(), report.files), (Signature::Institution, Verdict::Sound, 11));
    assert_eq!(report.about.as_ref(), Some(&testing::package().about));
    assert_eq!(report.fingerprint, Some(hex::encode(key.fingerprint())));
    assert_eq!(report.sentence(), "核验通过：内容一致，签名与机构公钥相符");
    let report = verify(&bytes, None).unwrap();
    assert_eq!((report.signature, report.verdict()), (Signature::Enclosed, Verdict::Sound));
    assert!(report.sentence().contains("签名与包内公钥相符，未与机构公钥核对"));
}

#[test]
fn an_unsigned_package_is_consistent_but_no_answer_to_a_key() {
    let bytes = unsigned_package();
    let report = verify(&bytes, None).unwrap();
    assert_eq!((report.signature, report.verdict(), report.files), (Signature::Absent, Verdict::Sound, 9));
    assert!(report.sentence().contains("内容一致，未签名"));
    assert!(faults(&bytes, Some(signer().public_key())).contains("归档包未签名"));
}

/// The key of the institution would only add one more reason.
fn no_byte_may_change(bytes: &[u8]) {
    assert!(passes(bytes, None));
    let mut changed = bytes.to_vec();
    for at in 0..bytes.len() {
        changed[at] ^= 1 << (at % 8);
        assert!(!passes(&changed, None), "byte {at}");
        changed[at] = bytes[at];
    }
}

#[test]
fn every_changed_byte_of_a_signed_package_is_found() {
    no_byte_may_change(&signed_package());
}

#[test]
fn every_changed_byte_of_an_unsigned_package_is_found() {
    no_byte_may_change(&unsigned_package());
}

#[test]
fn every_cut_is_found() {
    let bytes = signed_package();
    for length in (0..bytes.len()).step_by(7) {
        assert!(verify(&bytes[..length], None).is_err(), "{length}");
    }
    assert_eq!(verify(&bytes[..bytes.len() - 1], None), Err(Unreadable::Truncated(bytes.len() - 1)));
    assert!(verify(&[bytes.as_slice(), &[0]].concat(), None).is_err());
}

#[test]
fn files_added_removed_renamed_or_swapped_are_found() {
    for bytes in [signed_package(), unsigned_package()] {
        let added = changed(&bytes, |files| files.insert(5, ("forms/另件.pdf".to_owned(), testing::PDF.to_vec())));
        assert!(faults(&added, None).contains("forms/另件.pdf：不在清单中"));
        let removed = changed(&bytes, |files| drop(files.remove(4)));
        assert!(faults(&removed, None).contains("清单中有，包内没有"));
        let renamed = changed(&bytes, |files| files[4].0 = "forms/办结报告2.pdf".to_owned());
        assert!(faults(&renamed, None).contains("不在清单中"));
        let swapped = changed(&bytes, |files| files.swap(4, 5));
        assert!(faults(&swapped, None).contains("顺序与清单不符"));
        let exchanged = changed(&bytes, |files| {
            let docx = files[6].1.clone();
            files[6].1 = std::mem::replace(&mut files[7].1, docx);
        });
        assert!(faults(&exchanged, None).contains("大小或摘要与清单不符"));
        let emptied = changed(&bytes, |files| files.retain(|(path, _)| path != MANIFEST));
        assert_eq!(verify(&emptied, None), Err(Unreadable::NoManifest));
    }
}

#[test]
fn who_makes_the_list_fit_fails_at_the_signature() {
    let bytes = signed_package();
    let forged = changed(&bytes, |files| {
        files[4].1 = testing::PDF.repeat(2);
        relisted(files);
    });
    assert!(faults(&forged, None).contains("签名与清单不符"));
    let stripped = changed(&bytes, |files| drop(files.pop()));
    assert!(faults(&stripped, None).contains("签名文件已被移除"));
    let other = pack(&testing::package(), Some(&stranger())).unwrap();
    let borrowed = changed(&bytes, |files| *files.last_mut().unwrap() = taken_apart(&other).pop().unwrap());
    assert!(faults(&borrowed, None).contains("签名与清单不符"));
    let foreign_key = changed(&bytes, |files| {
        let at = files.iter().position(|(path, _)| path == PUBLIC_KEY).unwrap();
        files[at].1 = stranger().public_key().to_pem().as_bytes().to_vec();
        relisted(files);
    });
    assert!(faults(&foreign_key, None).contains("不是清单所声明的公钥"));
    let surplus = changed(&unsigned_package(), |files| files.push((SIGNATURE.to_owned(), vec![0; 70])));
    assert!(faults(&surplus, None).contains("清单未声明签名"));
}

#[test]
fn a_package_of_another_key_is_told_apart_by_the_institutions() {
    let bytes = pack(&testing::package(), Some(&stranger())).unwrap();
    assert_eq!(verify(&bytes, None).unwrap().signature, Signature::Enclosed);
    assert!(faults(&bytes, Some(signer().public_key())).contains("由另一密钥签名"));
}

#[test]
fn a_description_that_speaks_of_other_files_is_found() {
    let of = |change: fn(&mut Package)| {
        let mut package = testing::package();
        change(&mut package);
        let other = taken_apart(&pack(&package, None).unwrap()).swap_remove(0);
        changed(&unsigned_package(), |files| {
            files[0] = other;
            relisted(files);
        })
    };
    assert!(faults(&of(|p| drop(p.pieces.pop())), None).contains("record/events.jsonl：不在元数据中"));
    assert!(faults(&of(|p| p.about.made_on = p.about.made_on.tomorrow().unwrap()), None).contains("封装日期不同"));
    let unreadable = changed(&unsigned_package(), |files| {
        files[0].1 = b"{}".to_vec();
        relisted(files);
    });
    assert!(faults(&unreadable, None).contains("元数据.json：不可识别"));
}

#[test]
fn what_was_packed_with_a_fault_is_consistent_and_not_sound() {
    let mut package = testing::package();
    package.pieces[2].bytes = b"not a docx".to_vec();
    package.pieces[1].media_type = "application/x-dosexec".to_owned();
    let bytes = pack(&package, Some(&signer())).unwrap();
    let report = verify(&bytes, Some(signer().public_key())).unwrap();
    assert!(report.consistent);
    assert_eq!(report.verdict(), Verdict::Unsound);
    assert_eq!(report.checks.iter().map(|check| check.passed).collect::<Vec<_>>(), [true, true, false, true]);
    assert!(report.sentence().starts_with("核验未通过：内容一致"));
    let enclosed = taken_apart(&bytes);
    let report: serde_json::Value = serde_json::from_slice(&enclosed[2].1).unwrap();
    assert_eq!(report["检测项目"][2]["通过"], false);
    assert!(String::from_utf8_lossy(&enclosed[3].1).contains("可用性：不通过"));
}

#[test]
fn what_other_programs_made_is_no_package() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, bytes) in taken_apart(&signed_package()) {
        zip.start_file(path, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    let repacked = zip.finish().unwrap().into_inner();
    let why = verify(&repacked, None).unwrap_err();
    assert!(why.to_string().contains("解压后重新压缩过"), "{why}");
    assert_eq!(verify(b"", None), Err(Unreadable::NoPackage));
    assert_eq!(verify(testing::PDF, None), Err(Unreadable::NoPackage));
}

#[test]
fn packing_refuses_what_could_not_be_unpacked() {
    let refused = |change: &dyn Fn(&mut Package)| {
        let mut package = testing::package();
        change(&mut package);
        pack(&package, None).unwrap_err()
    };
    for path in ["../x.pdf", "/x/y.pdf", "forms/a\\b.pdf", "manifest.json", "x.pdf", "forms/con.pdf"] {
        let why = refused(&|package| package.pieces[0].path = path.to_owned());
        assert!(matches!(why, PackError::Name { .. }), "{path}: {why}");
    }
    for path in ["FORMS/交办通知单.PDF", "Manifest.json/x.pdf", "forms/交办通知单.pdf/x.pdf"] {
        let why = refused(&|package| package.pieces[0].path = path.to_owned());
        assert!(matches!(why, PackError::Twice(_)), "{path}: {why}");
    }
    let many = refused(&|package| {
        let piece = package.pieces[0].clone();
        package.pieces =
            (0..MOST_FILES).map(|n| crate::Piece { path: format!("x/{n}.pdf"), ..piece.clone() }).collect();
    });
    assert!(matches!(many, PackError::TooLarge));
    let early = refused(&|package| package.about.made_on = jiff::civil::date(1970, 1, 1));
    assert!(matches!(early, PackError::Date(_)));
}

/// The recipe of `目录.txt`, with the tools it names.
#[test]
fn it_can_be_checked_without_this_program() {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in taken_apart(&signed_package()) {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let listing = std::fs::read_to_string(dir.path().join(LISTING)).unwrap();
    let recipe = listing.lines().find(|line| line.starts_with("openssl ")).unwrap();
    let follows = |dir: &Path| {
        let mut words = recipe.split(' ');
        Command::new(words.next().unwrap()).args(words).current_dir(dir).output().unwrap().status.success()
    };
    assert!(follows(dir.path()));
    let manifest = dir.path().join(MANIFEST);
    let text = std::fs::read_to_string(&manifest).unwrap();
    let manifested: Manifest = serde_json::from_str(&text).unwrap();
    for file in &manifested.files {
        let out = Command::new("sha256sum").arg(&file.path).current_dir(dir.path()).output().unwrap();
        assert!(String::from_utf8_lossy(&out.stdout).starts_with(&file.sha256), "{}", file.path);
    }
    std::fs::write(&manifest, text.replace("forms", "forma")).unwrap();
    assert!(!follows(dir.path()));
}

proptest::proptest! {
    /// A larger package, several bytes at a time.
    #[test]
    fn no_change_passes(changes in proptest::collection::vec((proptest::num::usize::ANY, 1u8..), 1..4), size in 1usize..60_000) {
        let mut package = testing::package();
        package.pieces[0].bytes = [b"%PDF-1.7\n", vec![b'x'; size].as_slice(), b"\n%%EOF"].concat();
        package.pieces[0].issued = None;
        let bytes = pack(&package, Some(&signer())).unwrap();
        let mut changed = bytes.clone();
        for (at, by) in changes {
            let at = at % changed.len();
            changed[at] = changed[at].wrapping_add(by);
        }
        proptest::prop_assert!(changed == bytes || !passes(&changed, None));
    }
}
