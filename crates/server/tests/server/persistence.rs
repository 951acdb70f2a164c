//! What survives a restart, and who may start.

use std::path::Path;

use server::{Offline, restore};

use crate::running::{Server, settings};

fn start(
    data: &Path,
    flags: &[(&str, &str)],
    environment: &[(&str, &str)],
) -> Result<Server, String> {
    let mut all = vec![("data", data.to_str().unwrap())];
    all.extend(flags);
    Server::start(&settings(&all, environment)?)
}

#[test]
fn a_restart_keeps_everything_and_checkpoints_do_not_change_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = start(&data, &[("checkpoint-records", "3")], &[]).unwrap();
    let root = server.root().clone();
    for index in 0..10 {
        server
            .iam("CreateUser", &[("UserName", &format!("user-{index}"))])
            .ok();
    }
    server.stop();
    for _ in 0..2 {
        let server = start(&data, &[], &[]).unwrap();
        assert!(server.root.is_none(), "founded once");
        let users = root.iam(server.address, "ListUsers", &[]).ok();
        assert_eq!(users.body.matches("<UserName>").count(), 10);
        root.iam(server.address, "CreateUser", &[("UserName", "user-0")])
            .refused(409, "EntityAlreadyExists");
        let report = root.operator(server.address, "Verify", &[]).ok().body;
        assert_eq!(report, "{\"checkpoint\":11,\"records\":11}");
        server.stop();
    }
}

#[test]
fn one_process_has_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = start(&data, &[], &[]).unwrap();
    let refused = start(&data, &[], &[]).err().unwrap();
    assert!(refused.contains("in use by another process"), "{refused}");
    assert!(
        Offline::open(&data, None)
            .unwrap_err()
            .to_string()
            .contains("in use")
    );
    server.stop();
    start(&data, &[], &[]).unwrap().stop();
}

#[test]
fn a_root_key_that_is_given_must_equal_the_stored_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let given = [
        ("PORTCULLIS_ROOT_ACCESS_KEY_ID", "operator_chosen_id"),
        ("PORTCULLIS_ROOT_SECRET_ACCESS_KEY", "s3cret/+"),
    ];
    let account = [("account-id", "222222222222")];
    let server = start(&data, &account, &given).unwrap();
    let identity = server
        .root()
        .sts(server.address, "GetCallerIdentity", &[])
        .ok();
    assert_eq!(identity.element("Arn"), "arn:aws:iam::222222222222:root");
    server.stop();
    start(&data, &account, &given).unwrap().stop();
    start(&data, &[], &[]).unwrap().stop();
    let wrong = [given[0], ("PORTCULLIS_ROOT_SECRET_ACCESS_KEY", "other")];
    let refused = start(&data, &[], &wrong).err().unwrap();
    assert!(
        refused.contains("root-key reset") && !refused.contains("other"),
        "{refused}"
    );
    let refused = start(&data, &[("account-id", "333333333333")], &[])
        .err()
        .unwrap();
    assert!(refused.contains("222222222222"), "{refused}");

    let fresh = Offline::open(&data, None)
        .unwrap()
        .reset_root_key()
        .unwrap();
    let server = start(&data, &[], &[]).unwrap();
    let fresh = crate::client::Caller::new(&fresh.access_key_id, &fresh.secret_access_key);
    fresh.sts(server.address, "GetCallerIdentity", &[]).ok();
    let old = crate::client::Caller::new(given[0].1, given[1].1);
    old.sts(server.address, "GetCallerIdentity", &[])
        .refused(403, "InvalidClientTokenId");
}

#[test]
fn a_log_without_its_key_ring_is_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    start(&data, &[], &[]).unwrap().stop();
    std::fs::rename(data.join("keys"), folder.path().join("keys")).unwrap();
    assert!(start(&data, &[], &[]).err().unwrap().contains("is missing"));
    let elsewhere = folder.path().join("keys");
    start(&data, &[("key-file", elsewhere.to_str().unwrap())], &[])
        .unwrap()
        .stop();
}

#[test]
fn a_backup_restores_to_a_folder_that_serves_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (data, restored) = (folder.path().join("data"), folder.path().join("a/restored"));
    let server = start(&data, &[], &[]).unwrap();
    let root = server.root().clone();
    server.iam("CreateUser", &[("UserName", "alice")]).ok();
    server.stop();
    let mut backup = Vec::new();
    Offline::open(&data, None)
        .unwrap()
        .backup(&mut backup)
        .unwrap();
    assert_eq!(
        restore(&mut &backup[..], &restored, &restored.join("keys"))
            .unwrap()
            .records,
        2
    );
    let server = start(&restored, &[], &[]).unwrap();
    root.iam(server.address, "GetUser", &[("UserName", "alice")])
        .ok();
    root.operator(server.address, "RotateKeys", &[]).ok();
    root.iam(server.address, "CreateAccessKey", &[("UserName", "alice")])
        .ok();
    server.stop();
    start(&restored, &[], &[]).unwrap().stop();
    assert!(
        restore(&mut &backup[..], &restored, &restored.join("keys")).is_err(),
        "the folder is not empty"
    );
    for cut in [0, 10, 60, 200, backup.len() - 1] {
        let torn = folder.path().join(format!("torn-{cut}"));
        assert!(
            restore(&mut &backup[..cut], &torn, &torn.join("keys")).is_err(),
            "{cut}"
        );
        assert!(!torn.exists(), "{cut}");
    }
}

#[test]
fn accounts_are_made_offline_as_they_are_online() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = start(&data, &[], &[]).unwrap();
    let root = server.root().clone();
    let made = root
        .operator(
            server.address,
            "CreateAccount",
            &[("AccountId", "111111111111")],
        )
        .ok();
    let vendor =
        crate::client::Caller::new(made.element("AccessKeyId"), made.element("SecretAccessKey"));
    assert_eq!(
        vendor
            .sts(server.address, "GetCallerIdentity", &[])
            .ok()
            .element("Account"),
        "111111111111"
    );
    for action in [
        "CreateAccount",
        "ListAccounts",
        "Backup",
        "Verify",
        "RotateKeys",
    ] {
        vendor
            .operator(server.address, action, &[])
            .refused(403, "AccessDenied");
    }
    server.stop();
    let mut offline = Offline::open(&data, None).unwrap();
    let again = offline
        .call("CreateAccount", &[("AccountId", "111111111111")])
        .unwrap();
    assert_eq!(again.status, 409);
    let made = offline
        .call(
            "CreateAccount",
            &[("AccountId", "333333333333"), ("AccountName", "a & b")],
        )
        .unwrap();
    assert_eq!(made.status, 200);
    assert_eq!(offline.verify().unwrap().records, 3);
    drop(offline);
    let server = start(&data, &[], &[]).unwrap();
    let list = root.operator(server.address, "ListAccounts", &[]).ok();
    assert!(
        list.body.contains("<AccountName>a &amp; b</AccountName>"),
        "{}",
        list.body
    );
    assert_eq!(list.body.matches("<AccountId>").count(), 3, "{}", list.body);
}
