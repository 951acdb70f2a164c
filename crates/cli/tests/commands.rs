//! The binary as people run it: settings, banner, signals, exit codes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// The binary, with nothing inherited that it would listen to.
fn portcullis(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    for (name, _) in std::env::vars() {
        if name.starts_with("PORTCULLIS_") || name.starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

#[track_caller]
fn check(arguments: &[&str], environment: &[(&str, &str)], exit: i32) -> (String, String) {
    let output = portcullis(arguments)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let (out, err) = texts(&output);
    assert_eq!(output.status.code(), Some(exit), "{out}\n{err}");
    (out, err)
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

/// A server whose banner has been read.
struct Served {
    child: Child,
    banner: String,
    environment: Vec<(String, String)>,
}

impl Served {
    fn start(arguments: &[&str]) -> Served {
        let mut all = vec![
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--admin-listen",
            "127.0.0.1:0",
        ];
        all.extend(arguments);
        let mut child = portcullis(&all)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap());
        let mut banner = String::new();
        // Title, rows, and with --dev the export lines: each part ends with an empty line.
        let mut parts_left = if arguments.contains(&"--dev") { 4 } else { 2 };
        while parts_left > 0 {
            let before = banner.len();
            if lines.read_line(&mut banner).unwrap() == 0 {
                let mut err = String::new();
                child
                    .stderr
                    .as_mut()
                    .unwrap()
                    .read_to_string(&mut err)
                    .unwrap();
                panic!("no banner: {banner}{err}");
            }
            parts_left -= usize::from(banner[before..].trim().is_empty());
        }
        let mut served = Served {
            child,
            banner,
            environment: Vec::new(),
        };
        served.environment = exports(&served.banner);
        if let Some(line) = served.line("root key") {
            let path = line.split_once("in ").unwrap().1.split(' ').next().unwrap();
            served.environment = exports(&std::fs::read_to_string(path).unwrap());
        }
        served
    }

    fn line(&self, name: &str) -> Option<&str> {
        self.banner
            .lines()
            .find_map(|line| line.trim().strip_prefix(name))
            .map(str::trim)
    }

    fn environment(&self) -> Vec<(&str, &str)> {
        self.environment
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    fn end(mut self, signal: &str) -> Option<i32> {
        self.signal(signal);
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // One that ended already cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn exports(text: &str) -> Vec<(String, String)> {
    let lines = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("export ")?.split_once('='));
    lines
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn the_banner_carries_what_a_shell_needs_and_sigterm_exits_0() {
    let served = Served::start(&["--dev"]);
    assert_eq!(served.line("account"), Some("123456789012"));
    assert_eq!(served.line("enforcement"), Some("enforce"));
    assert!(served.line("store").unwrap().starts_with("memory"));
    let endpoint = served.line("endpoint").unwrap();
    let wanted = [
        ("AWS_ACCESS_KEY_ID", "AKIARZPUZDIKPORTCULL"),
        ("AWS_SECRET_ACCESS_KEY", "portcullis-dev-secret"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", endpoint),
    ];
    assert_eq!(served.environment(), wanted);
    assert!(
        served
            .banner
            .contains("\nunset AWS_SESSION_TOKEN AWS_PROFILE\n")
    );
    check(&["account", "list"], &served.environment(), 0);
    assert_eq!(served.end("TERM"), Some(0));
    assert_eq!(
        Served::start(&["--dev", "--enforcement", "log"]).end("INT"),
        Some(0)
    );
}

#[test]
fn a_first_start_without_a_terminal_keeps_its_root_key_in_a_private_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let served = Served::start(&["--data", data.to_str().unwrap()]);
    assert!(
        !served.banner.contains("AWS_SECRET_ACCESS_KEY"),
        "{}",
        served.banner
    );
    let file = data.join("root-credentials");
    assert_eq!(
        std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        std::fs::metadata(&data).unwrap().permissions().mode() & 0o777,
        0o700
    );
    check(&["account", "list"], &served.environment(), 0);
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let flags = ["--data", data.to_str().unwrap()];
    let served = Served::start(&flags);
    let mut environment = served.environment.clone();
    for id in ["111111111111", "222222222222"] {
        check(
            &["account", "create", "--account-id", id],
            &served.environment(),
            0,
        );
    }
    assert_eq!(served.end("KILL"), None);
    let served = Served::start(&flags);
    let endpoint = served.line("endpoint").unwrap().to_owned();
    environment
        .iter_mut()
        .find(|(name, _)| name == "AWS_ENDPOINT_URL")
        .unwrap()
        .1 = endpoint;
    let environment: Vec<_> = environment
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let (list, _) = check(&["account", "list", "--format", "json"], &environment, 0);
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 3, "{list}");
}

#[test]
fn unknown_settings_are_refused_and_injected_ones_noticed() {
    let (_, err) = check(&["serve", "--dev", "--lissten", "x"], &[], 2);
    assert!(err.contains("--lissten"), "{err}");
    let (_, err) = check(&["serve", "--dev"], &[("PORTCULLIS_ENFORCE", "log")], 2);
    assert!(err.contains("PORTCULLIS_ENFORCE"), "{err}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.toml");
    std::fs::write(&file, "lisen = \"x\"\n").unwrap();
    let (_, err) = check(
        &["serve", "--dev", "--config", file.to_str().unwrap()],
        &[],
        2,
    );
    assert!(err.contains("lisen"), "{err}");
    let (_, err) = check(
        &["serve", "--dev"],
        &[("PORTCULLIS_ROOT_ACCESS_KEY_ID", "AKIAAAAAAAAAAAAAAAAA")],
        2,
    );
    assert!(err.contains("go together"), "{err}");
    let (_, err) = check(&["serve", "--listen", "0.0.0.0:0"], &[], 2);
    assert!(err.contains("--insecure-http"), "{err}");
    let (out, _) = check(
        &["config", "show"],
        &[("PORTCULLIS_SERVICE_HOST", "10.0.0.1")],
        0,
    );
    assert!(
        out.contains("notice: ignored the variable PORTCULLIS_SERVICE_HOST"),
        "{out}"
    );
}

#[test]
fn config_show_tells_each_setting_and_its_source() {
    let environment = [("PORTCULLIS_ENFORCEMENT", "log")];
    let (out, _) = check(
        &[
            "config",
            "show",
            "--listen",
            "127.0.0.1:1",
            "--format",
            "json",
        ],
        &environment,
        0,
    );
    let shown: Value = serde_json::from_str(&out).unwrap();
    let row = |name: &str| {
        let row = shown["settings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["name"] == name)
            .unwrap();
        (
            row["value"].as_str().unwrap().to_owned(),
            row["source"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(row("listen"), ("127.0.0.1:1".into(), "flag".into()));
    assert_eq!(
        row("enforcement"),
        ("log".into(), "variable PORTCULLIS_ENFORCEMENT".into())
    );
    assert_eq!(row("data"), ("./portcullis-data".into(), "default".into()));
    let secret = [
        ("PORTCULLIS_ROOT_ACCESS_KEY_ID", "AKIAAAAAAAAAAAAAAAAA"),
        ("PORTCULLIS_ROOT_SECRET_ACCESS_KEY", "hunter2"),
    ];
    let (out, _) = check(&["config", "show"], &secret, 0);
    assert!(
        out.contains("root-secret-access-key") && out.contains('…') && !out.contains("hunter2"),
        "{out}"
    );
}

#[test]
fn a_locked_folder_is_exit_2_and_a_missing_one_too() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let served = Served::start(&["--data", data]);
    let (_, err) = check(
        &[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--admin-listen",
            "off",
            "--data",
            data,
        ],
        &[],
        2,
    );
    assert!(err.contains("in use by another process"), "{err}");
    for command in [
        &["account", "list"][..],
        &["verify"],
        &["root-key", "reset"],
        &["keys", "rotate"],
    ] {
        let (_, err) = check(&[command, &["--data", data]].concat(), &[], 2);
        assert!(err.contains("in use by another process"), "{err}");
    }
    drop(served);
    check(
        &[
            "account",
            "list",
            "--data",
            folder.path().join("none").to_str().unwrap(),
        ],
        &[],
        2,
    );
}

#[test]
fn accounts_are_created_online_and_offline() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let served = Served::start(&["--data", data.to_str().unwrap()]);
    let (out, _) = check(
        &["account", "create", "--name", "vendor", "--format", "json"],
        &served.environment(),
        0,
    );
    let made: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(made["accountId"].as_str().unwrap().len(), 12);
    let (out, _) = check(
        &["account", "create", "--account-id", "111111111111"],
        &served.environment(),
        0,
    );
    let exported = exports(&out);
    let environment: Vec<_> = exported
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let (_, err) = check(&["account", "list"], &environment, 1);
    assert!(err.contains("AccessDenied"), "{err}");
    let (_, err) = check(
        &["account", "create", "--account-id", "111111111111"],
        &served.environment(),
        1,
    );
    assert!(err.contains("EntityAlreadyExists"), "{err}");
    check(
        &["account", "list"],
        &[("AWS_ENDPOINT_URL", served.line("endpoint").unwrap())],
        2,
    );
    let unreachable = [
        ("AWS_ACCESS_KEY_ID", "AKIAAAAAAAAAAAAAAAAA"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
    ];
    check(
        &["account", "list", "--endpoint", "http://127.0.0.1:1"],
        &unreachable,
        2,
    );
    assert_eq!(served.end("TERM"), Some(0));
    check(
        &[
            "account",
            "create",
            "--account-id",
            "222222222222",
            "--data",
            data.to_str().unwrap(),
        ],
        &[],
        0,
    );
    let (out, _) = check(
        &["account", "list", "--data", data.to_str().unwrap()],
        &[],
        0,
    );
    assert!(
        out.contains("vendor") && out.contains("222222222222") && out.lines().count() == 5,
        "{out}"
    );
}

#[test]
fn services_are_registered_online_and_offline() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let served = Served::start(&["--data", data]);
    let add = ["service", "add", "lambda.amazonaws.com"];
    let (out, _) = check(&add, &served.environment(), 0);
    let key = &exports(&out)[0].1;
    assert!(key.starts_with("AKIA"), "{out}");
    let (_, err) = check(&add, &served.environment(), 1);
    assert!(err.contains("EntityAlreadyExists"), "{err}");
    let (out, _) = check(&["service", "list"], &served.environment(), 0);
    let words: Vec<&str> = out.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(words[..3], ["lambda.amazonaws.com", "lambda", key.as_str()]);
    check(&["service", "remove", "x.y"], &served.environment(), 1);
    assert_eq!(served.end("TERM"), Some(0));
    check(
        &["service", "remove", "lambda.amazonaws.com", "--data", data],
        &[],
        0,
    );
    check(&["keys", "rotate", "--data", data], &[], 0);
    let tasks = ["service", "add", "ecs-tasks.amazonaws.com"];
    let tasks = [&tasks[..], &["--signing-name", "ecs", "--data", data]].concat();
    check(&tasks, &[], 0);
    let json = ["service", "list", "--data", data, "--format", "json"];
    let (out, _) = check(&json, &[], 0);
    let listed: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{out}");
    assert_eq!(listed[0]["signingName"], "ecs");
}

#[test]
fn tokens_and_security_keys_are_registered_online_and_offline() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, seed, log) = (path("data"), path("seed"), path("audit.jsonl"));
    std::fs::write(&seed, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ\n").unwrap();
    let served = Served::start(&["--data", &data, "--audit", &log]);
    let add = ["mfa-device", "add-token", "GAHT12345678", "--seed", &seed];
    let (out, _) = check(&add, &served.environment(), 0);
    assert!(
        out.contains("EnableMFADevice") && out.ends_with('\n'),
        "{out}"
    );
    let (_, err) = check(&add, &served.environment(), 1);
    assert!(err.contains("EntityAlreadyExists"), "{err}");
    std::fs::write(&seed, "no seed").unwrap();
    let (_, err) = check(
        &["mfa-device", "add-token", "GAHT87654321", "--seed", &seed],
        &served.environment(),
        1,
    );
    assert!(err.contains("16 to 64 bytes"), "{err}");
    let absent = path("absent");
    check(
        &["mfa-device", "add-token", "GAHT87654321", "--seed", &absent],
        &served.environment(),
        2,
    );
    let key = ["mfa-device", "add-key", "safe"];
    check(&key, &served.environment(), 2);
    let nobodys = [&key[..], &["--user", "eve"]].concat();
    check(&nobodys, &served.environment(), 1);
    let vague = [&key[..], &["--root", "--certification", "FIDO"]].concat();
    check(&vague, &served.environment(), 2);
    let certified = [&key[..], &["--root", "--certification", "FIDO=L1"]].concat();
    let (out, _) = check(&certified, &served.environment(), 0);
    let serial = out.trim().to_owned();
    assert!(serial.contains(":u2f/root/safe-"), "{out}");
    let (out, _) = check(&["mfa-device", "list"], &served.environment(), 0);
    let words: Vec<&str> = out.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(words[..2], [serial.as_str(), "SecurityKey"]);
    assert_eq!(words[3], "root");
    assert_eq!(served.end("TERM"), Some(0));
    let told = std::fs::read_to_string(&log).unwrap();
    assert!(told.contains("AddHardwareToken") && told.contains("GAHT12345678"));
    assert!(!told.contains("GEZD"), "a seed is in the audit trail");
    let offline = ["--data", data.as_str()];
    let gone = [&["mfa-device", "remove", serial.as_str()][..], &offline].concat();
    check(&gone, &[], 0);
    check(&gone, &[], 1);
    let json = ["mfa-device", "list", "--data", &data, "--format", "json"];
    let (out, _) = check(&json, &[], 0);
    let listed: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{out}");
    assert_eq!(listed[0]["serialNumber"], "GAHT12345678");
    assert_eq!(listed[0].get("userName"), None);
}

#[test]
fn records_are_exported_online_and_offline_and_evaluated() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let served = Served::start(&[
        "--data",
        data.to_str().unwrap(),
        "--account-id",
        "111111111111",
    ]);
    let question = [
        "export",
        "--records",
        "--principal",
        "arn:aws:iam::111111111111:root",
        "--context",
        "aws:SourceIp=203.0.113.7",
        "--context",
        "aws:TagKeys=[\"a\",\"b\"]",
    ];
    let call = [
        "--call",
        "iam:CreateUser",
        "--parameters",
        r#"{"UserName":"Bob"}"#,
    ];
    let asked: Vec<&str> = question.iter().chain(&call).copied().collect();
    let (out, _) = check(&asked, &served.environment(), 0);
    let record: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(record["action"], "iam:CreateUser");
    assert_eq!(
        record["resource"]["arn"],
        "arn:aws:iam::111111111111:user/Bob"
    );
    assert_eq!(record["context"]["aws:SourceIp"], "203.0.113.7");
    assert_eq!(
        record["context"]["aws:TagKeys"],
        serde_json::json!(["a", "b"])
    );
    assert_eq!(record["expect"]["decision"], "allow");
    let file = folder.path().join("record.jsonl");
    std::fs::write(&file, &out).unwrap();
    check(&["test", file.to_str().unwrap()], &[], 0);
    let (out, _) = check(&["eval", file.to_str().unwrap()], &[], 0);
    assert!(out.contains("allow by service"), "{out}");

    let nobody = [
        "export",
        "--records",
        "--principal",
        "arn:aws:iam::111111111111:user/none",
    ];
    let asked: Vec<&str> = nobody.iter().chain(&call).copied().collect();
    let (_, err) = check(&asked, &served.environment(), 1);
    assert!(err.contains("NoSuchEntity"), "{err}");
    check(&["export", "--records"], &served.environment(), 2);
    assert_eq!(served.end("TERM"), Some(0));

    let credentials = folder.path().join("none.json");
    std::fs::write(&credentials, "{}").unwrap();
    let offline = ["--action", "s3:GetObject", "--data", data.to_str().unwrap()];
    let asked: Vec<&str> = question.iter().chain(&offline).copied().collect();
    let (out, _) = check(&asked, &[], 0);
    let record: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        record["resource"],
        serde_json::json!({"arn": "*", "account": "111111111111"})
    );
    let unread = [
        "export",
        "--records",
        "--credentials",
        credentials.to_str().unwrap(),
    ];
    let asked: Vec<&str> = unread.iter().chain(&offline).copied().collect();
    let (_, err) = check(&asked, &[], 2);
    assert!(err.contains("there is no AccessKeyId in it"), "{err}");
}

#[test]
fn a_backup_of_a_running_server_restores_and_damage_is_exit_1() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let served = Served::start(&["--data", &path("data")]);
    check(
        &["account", "create", "--account-id", "111111111111"],
        &served.environment(),
        0,
    );
    let (out, _) = check(&["verify", "--format", "json"], &served.environment(), 0);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["records"], 2);
    check(&["keys", "rotate"], &served.environment(), 0);
    check(&["backup", &path("backup")], &served.environment(), 0);
    assert_eq!(
        std::fs::metadata(path("backup"))
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
    check(&["backup", &path("backup")], &served.environment(), 2);
    check(
        &["restore", &path("backup"), "--data", &path("restored")],
        &[],
        0,
    );
    check(
        &["restore", &path("backup"), "--data", &path("restored")],
        &[],
        2,
    );
    let (out, _) = check(&["account", "list", "--data", &path("restored")], &[], 0);
    assert!(out.contains("111111111111"), "{out}");
    check(&["verify", "--data", &path("restored")], &[], 0);
    damage(Path::new(&path("restored")));
    let (_, err) = check(&["verify", "--data", &path("restored")], &[], 1);
    assert!(err.contains("record 2"), "{err}");
    std::fs::write(path("torn"), &std::fs::read(path("backup")).unwrap()[..500]).unwrap();
    check(
        &["restore", &path("torn"), "--data", &path("other")],
        &[],
        1,
    );
    check(
        &["restore", &path("none"), "--data", &path("other")],
        &[],
        2,
    );
}

/// Changes one letter of a record where it lies.
fn damage(data: &Path) {
    let file = data.join("journal.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes
        .windows(12)
        .position(|window| window == b"111111111111")
        .unwrap();
    bytes[at] = b'2';
    std::fs::write(&file, bytes).unwrap();
}

#[test]
fn a_new_root_key_replaces_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let served = Served::start(&["--data", data]);
    let old = served.environment.clone();
    served.end("TERM");
    let (out, _) = check(
        &["root-key", "reset", "--data", data, "--format", "json"],
        &[],
        0,
    );
    let fresh: Value = serde_json::from_str(&out).unwrap();
    let served = Served::start(&["--data", data]);
    let endpoint = served.line("endpoint").unwrap();
    let list = |id: &str, secret: &str, exit: i32| {
        let environment = [
            ("AWS_ACCESS_KEY_ID", id),
            ("AWS_SECRET_ACCESS_KEY", secret),
            ("AWS_ENDPOINT_URL", endpoint),
        ];
        check(&["account", "list"], &environment, exit);
    };
    list(&old[0].1, &old[1].1, 1);
    list(
        fresh["accessKeyId"].as_str().unwrap(),
        fresh["secretAccessKey"].as_str().unwrap(),
        0,
    );
}

#[test]
fn help_teaches_and_pages_are_made() {
    for command in [
        &["--help"][..],
        &["serve", "--help"],
        &["account", "create", "--help"],
        &["backup", "--help"],
    ] {
        let (out, _) = check(command, &[], 0);
        assert!(
            out.contains("portcullis serve") || out.contains("Example"),
            "{out}"
        );
    }
    let (out, _) = check(&["completions", "bash"], &[], 0);
    assert!(out.contains("--enforcement"), "{out}");
    let folder = tempfile::tempdir().unwrap();
    check(&["man", folder.path().to_str().unwrap()], &[], 0);
    let page = std::fs::read_to_string(folder.path().join("portcullis-serve.1")).unwrap();
    assert!(page.contains("enforcement"));
    check(&["no-such-command"], &[], 2);
}
