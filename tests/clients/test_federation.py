"""GetFederationToken: someone whom a user vouches for (spec S-58, S-59); and whose key is whose."""

from portcullis import DEV_ACCOUNT, Credentials, identity
from world import ALLOW_ALL, OTHER, TRUST, allow, arn, document


def vouched(server, credentials, name="guest", **parameters):
    answer = server.client("sts", credentials).get_federation_token(Name=name, **parameters)
    return Credentials.of(answer["Credentials"])


def test_a_federated_user_knows_who_he_is_and_calls_neither_iam_nor_sts(dev, admin, refused):
    guest = vouched(dev, admin, Policy=document(ALLOW_ALL))
    arn_of_guest = f"arn:aws:sts::{DEV_ACCOUNT}:federated-user/guest"
    sts = dev.client("sts", guest)
    who = sts.get_caller_identity()
    assert (who["Arn"], who["UserId"], who["Account"]) == (arn_of_guest, f"{DEV_ACCOUNT}:guest", DEV_ACCOUNT)
    with refused("InvalidClientTokenId", 403) as answer:
        dev.client("iam", guest).list_users()
    assert answer.message == "The security token included in the request is invalid"
    role = dev.role("app", TRUST)
    with refused("AccessDenied", 403) as answer:
        dev.session(role, guest)
    assert answer.message == f"User: {arn_of_guest} is not authorized to perform: sts:AssumeRole on resource: {role}"
    with refused("AccessDenied", 403, match=f"User: {arn_of_guest} is not authorized to perform: sts:GetAccessKeyInfo"):
        sts.get_access_key_info(AccessKeyId=dev.root.access_key_id)
    with refused("AccessDenied", 403, match="Cannot call GetSessionToken with session credentials"):
        sts.get_session_token()
    with refused("AccessDenied", 403, match="Cannot call GetFederationToken with session credentials"):
        vouched(dev, guest, "another")


def test_only_long_term_keys_vouch(dev, admin, refused):
    role = dev.session(dev.role("app", TRUST, ALLOW_ALL), admin)
    token = Credentials.of(dev.client("sts", admin).get_session_token()["Credentials"])
    for session in (role, token):
        with refused("AccessDenied", 403, match="Cannot call GetFederationToken with session credentials"):
            vouched(dev, session)
    assert identity(dev, vouched(dev, dev.root)).endswith(":federated-user/guest")


def test_who_vouches_is_held_to_names_and_tags(dev, refused):
    own = allow("sts:GetFederationToken", Resource=f"arn:aws:sts::{DEV_ACCOUNT}:federated-user/app-*")
    broker = dev.user("broker", own)
    assert vouched(dev, broker, "app-ann")
    with refused("AccessDenied", 403) as answer:
        vouched(dev, broker, "ann")
    assert answer.message == (
        f"User: {arn('user', 'broker')} is not authorized to perform: sts:GetFederationToken "
        f"on resource: arn:aws:sts::{DEV_ACCOUNT}:federated-user/ann "
        "because no identity-based policy allows the sts:GetFederationToken action"
    )
    tags = [{"Key": "Team", "Value": "red"}]
    with refused("AccessDenied", 403, match="is not authorized to perform: sts:TagSession on resource"):
        vouched(dev, broker, "app-ann", Tags=tags)
    tagging = allow("sts:TagSession", Condition={"StringEquals": {"aws:RequestTag/Team": "red"}})
    dev.client("iam").put_user_policy(UserName="broker", PolicyName="tag", PolicyDocument=document(tagging))
    assert vouched(dev, broker, "app-ann", Tags=tags)
    with refused("AccessDenied", 403):
        vouched(dev, broker, "app-ann", Tags=[{"Key": "Team", "Value": "blue"}])


def test_a_federated_session_ends_with_its_time_and_with_its_user(dev, admin, refused):
    short, long = vouched(dev, admin, DurationSeconds=900), vouched(dev, admin, DurationSeconds=129600)
    dev.advance(901)
    with refused("ExpiredToken", 403):
        identity(dev, short)
    assert identity(dev, long)
    iam = dev.client("iam")
    iam.delete_access_key(UserName="admin", AccessKeyId=admin.access_key_id)
    assert identity(dev, long)
    iam.delete_user_policy(UserName="admin", PolicyName="inline")
    iam.delete_user(UserName="admin")
    dev.user("admin")
    with refused("InvalidClientTokenId", 403):
        identity(dev, long)


def test_a_key_tells_its_account(dev, admin, vendor, refused):
    eve, gone = dev.user("eve", credentials=vendor), dev.user("gone")
    dev.client("iam").delete_access_key(UserName="gone", AccessKeyId=gone.access_key_id)
    session = dev.session(dev.role("app", TRUST), admin)
    sts = dev.client("sts", admin)
    for credentials, account in ((admin, DEV_ACCOUNT), (eve, OTHER), (gone, DEV_ACCOUNT), (session, DEV_ACCOUNT), (dev.root, DEV_ACCOUNT)):
        assert sts.get_access_key_info(AccessKeyId=credentials.access_key_id)["Account"] == account
    with refused("ValidationError", 400):
        sts.get_access_key_info(AccessKeyId="AKIAAAAAAAAAAAAAAAAA")
