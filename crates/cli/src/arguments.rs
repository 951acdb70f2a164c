//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands::{CheckFlags, Documents, EvalFlags, RecordsFlags, Sigv4Command, TestFlags};
use crate::settings_flags::SettingsFlags;

/// Identity and access management that speaks AWS's IAM and STS and runs anywhere.
#[derive(Debug, Parser)]
#[command(
    name = "portcullis",
    version,
    max_term_width = 100,
    after_help = "\
Start here:
  portcullis serve --dev           a server in memory; its banner shows what to paste into your shell
  portcullis serve                 a server that keeps everything in ./portcullis-data
  portcullis help COMMAND          more about a command, with examples

Exit codes: 0 fine, 1 a negative answer (refused, damaged, differs), 2 misuse or malformed input."
)]
pub(crate) struct Arguments {
    /// How answers are printed.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        hide_possible_values = false
    )]
    pub(crate) format: Rendering,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Rendering {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON value on standard output; one a line where there are several.
    Json,
    /// `eval` only: explanations as indented trees.
    Tree,
    /// `check` only: findings as one SARIF file.
    Sarif,
}

/// How answers without explanations are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Rendering {
    /// How it prints what is no explanation.
    pub(crate) fn plain(self) -> Format {
        match self {
            Rendering::Text | Rendering::Tree | Rendering::Sarif => Format::Text,
            Rendering::Json => Format::Json,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server.
    ///
    /// Every setting can be given as a flag, as a variable PORTCULLIS_NAME, or as a key of the TOML file that --config names;
    /// the first of these that is there wins. Unknown flags, variables and keys are errors.
    #[command(after_help = "\
Examples:
  portcullis serve --dev
      Try it: in memory, account 123456789012, a fixed root key.
  portcullis serve --data /var/lib/portcullis --listen 0.0.0.0:4747 --tls-cert tls.crt --tls-key tls.key
      Serve a network over HTTPS.
  portcullis serve --enforcement log --explain-denials
      See in the log what policies would refuse, and refuse nothing.

Signals: SIGTERM and SIGINT finish running requests for at most 10 seconds and exit 0; SIGHUP reloads the TLS certificate and
reopens the audit file.")]
    Serve(SettingsFlags),
    /// Look at the settings that a server would have.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Make, list and move accounts.
    ///
    /// Accounts made here are independent: each has its own root, and trusts no other unless a role of it says so.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Register services that call for themselves: they assume roles that trust them, and ask who may pass them a role.
    #[command(subcommand)]
    Service(ServiceCommand),
    /// Register hardware tokens and FIDO security keys, which no call of AWS can make.
    ///
    /// A token is nobody's until EnableMFADevice gives it to a user, who shows two of its codes; from then on it is as good as a virtual
    /// device. A security key is a record of whoever has it: it is listed and counted, and proves nobody to STS, as on AWS.
    #[command(subcommand)]
    MfaDevice(MfaDeviceCommand),
    /// Bring in an account as the AWS CLI lists it, or a folder of accounts with their organization.
    ///
    /// Users, groups, roles, instance profiles and policies keep their ids, dates, paths and version numbers. An account that is
    /// not here is made, and its root's access key shown this once. Everything comes in or nothing: whatever AWS would refuse is
    /// told with its place in the file. docs/import.md tells what listings do not hold, and which files a folder has.
    #[command(after_help = "\
Examples:
  aws iam get-account-authorization-details > account.json
  portcullis import account.json
  aws iam get-account-authorization-details --profile prod | portcullis import -
      The account is the one that the ARNs name.
  examples/list-organization.sh organization && portcullis import organization

Exits 1 if what is listed cannot come to be, 2 if a file is not what the AWS CLI prints.")]
    Import {
        /// A file, a folder, or - for standard input.
        #[arg(value_name = "FILE|FOLDER")]
        path: PathBuf,
        /// The account that the file must be of; needed where no ARN names it.
        #[arg(long, value_name = "ID")]
        account_id: Option<String>,
        /// Take trust policies whose principals are in accounts that are not here: they stay as they are written, and let in
        /// whoever has that ARN later.
        #[arg(long)]
        keep_absent_principals: bool,
        #[command(flatten)]
        target: Target,
    },
    /// Write an account as the AWS CLI lists it, or with --records the decision records of a call.
    ///
    /// The listing is what `import` takes, and what tools that read such listings take (docs/import.md). Decision records tell who calls, the
    /// policies in force and the server's own decision. The server writes them from the very policies that it would decide by, and performs
    /// nothing. What the connection tells (aws:SourceIp, aws:UserAgent, aws:SecureTransport) is as of this command's own request
    /// unless --context says otherwise.
    #[command(after_help = "\
Examples:
  portcullis export account.json
  portcullis export --account-id 222222222222 --documents url-encoded vendor.json
      Documents as strings, byte for byte as they are kept.
  portcullis export | jq -r '.RoleDetailList[].Arn'
  portcullis export --records --principal arn:aws:iam::123456789012:user/ana \\
      --call iam:CreateUser --parameters '{\"UserName\":\"bob\"}' | portcullis eval --format tree
      Why ana may or may not, clause by clause.
  portcullis export --records --credentials session.json --call sts:AssumeRole --parameters @call.json >> cases.jsonl
      What the server decides today, for `portcullis test cases.jsonl` of tomorrow.
  portcullis export --records --principal arn:aws:sts::123456789012:assumed-role/app/s1 \\
      --action s3:GetObject --resource arn:aws:s3:::b/k --context aws:SourceIp=203.0.113.7")]
    Export {
        /// Where to write the listing; replaced if it is there. - is standard output.
        #[arg(default_value = "-", conflicts_with = "records")]
        file: PathBuf,
        /// The account; else the first one.
        #[arg(long, value_name = "ID", conflicts_with = "records")]
        account_id: Option<String>,
        /// How policy documents are written.
        #[arg(long, value_enum, default_value_t, conflicts_with = "records")]
        documents: Documents,
        #[command(flatten)]
        question: Box<RecordsFlags>,
        #[command(flatten)]
        target: Target,
    },
    /// AWS's own managed policies.
    #[command(subcommand)]
    ManagedPolicies(ManagedPoliciesCommand),
    /// List what delegation requests of the calling account have come to, with the tokens that can be traded in.
    ///
    /// At AWS these notifications are published to an SNS topic. Signed with the credentials in the environment, whoever's they are.
    #[command(after_help = "\
Examples:
  portcullis delegations
  portcullis delegations --request 1cbe991a-14f0-8c1d-9a2b-0123456789ab --format json")]
    Delegations {
        /// The id of one delegation request.
        #[arg(long, value_name = "ID")]
        request: Option<String>,
        #[command(flatten)]
        target: Target,
    },
    /// Recover the first account's root key.
    #[command(subcommand)]
    RootKey(RootKeyCommand),
    /// The key ring that seals all secrets, and the keys that sign tokens.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Write a backup of everything to a new file, while the server runs.
    ///
    /// The file holds the log and, where it lives in the data folder, the key ring: whoever has it has every secret.
    #[command(after_help = "\
Examples:
  portcullis backup portcullis-$(date +%F).backup
  portcullis backup --data ./portcullis-data - | gpg -e -r ops > portcullis.gpg")]
    Backup {
        /// Where to write it; must not exist. - is standard output.
        file: PathBuf,
        #[command(flatten)]
        target: Target,
    },
    /// Make a data folder of a backup, and prove what is in it.
    #[command(after_help = "\
Examples:
  portcullis restore portcullis.backup --data ./restored
  gpg -d portcullis.gpg | portcullis restore - --data ./restored")]
    Restore {
        /// The backup. - is standard input.
        file: PathBuf,
        /// The folder to make; must not exist, or be empty.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// Where the key ring goes, instead of DIR/keys.
        #[arg(long, value_name = "FILE")]
        key_file: Option<PathBuf>,
    },
    /// Prove that the log is what was written, and replay it.
    ///
    /// Every record's hash must continue the chain, and the records must amount to the checkpoint and to the state that is
    /// being served. Exits 1 if anything differs.
    #[command(after_help = "\
Examples:
  portcullis verify
  portcullis verify --data ./portcullis-data --format json")]
    Verify {
        #[command(flatten)]
        target: Target,
    },
    /// Decide requests that are described in files, with the policies given there. Needs no server, reads no clock.
    ///
    /// Answers are in the order of the input. Exits 0 if every record could be answered, whatever the decisions are, and 2
    /// if one could not. docs/decision-records.md describes the records.
    #[command(after_help = "\
Examples:
  portcullis eval cases.jsonl
  portcullis eval --format tree case.yaml
      Which statement decided, and why the others did not.
  generate | portcullis eval --format json | jq -r 'select(.decision != \"allow\") | .id'")]
    Eval(EvalFlags),
    /// Decide the same records, and compare with what they expect.
    ///
    /// Only the members of `expect` are compared. Exits 1 if an answer is not as expected, 2 if a record cannot be read.
    #[command(after_help = "\
Examples:
  portcullis test policies/*.yaml
  portcullis test --junit results.xml --sarif results.sarif cases.jsonl
  portcullis test --watch cases.yaml")]
    Test(TestFlags),
    /// Read policies as AWS does when they are stored, and tell what is wrong or dangerous in them.
    ///
    /// Exits 0 if AWS would accept every document, 1 if it would refuse one (or, with --deny-warnings, if there is a warning),
    /// 2 if a file cannot be read. Whether the principals that are named exist is not checked. docs/checks.md describes the rules.
    #[command(after_help = "\
Examples:
  portcullis check policies/*.json
  portcullis check --kind trust --deny-warnings role.json
  aws iam get-policy-version … --query PolicyVersion.Document | portcullis check -
  portcullis check --format sarif policies/*.json > policies.sarif")]
    Check(CheckFlags),
    /// Find out why a signature is refused.
    #[command(subcommand)]
    Sigv4(Sigv4Command),
    /// Print a shell's completions.
    #[command(after_help = "\
Example:
  portcullis completions bash > /etc/bash_completion.d/portcullis")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder.
    #[command(after_help = "\
Example:
  portcullis man /usr/local/share/man/man1")]
    Man {
        /// The folder; made if it is not there.
        dir: PathBuf,
    },
}

/// `portcullis config`.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print every setting with its value and who decided it.
    #[command(after_help = "\
Examples:
  portcullis config show --config /etc/portcullis.toml
  PORTCULLIS_ENFORCEMENT=log portcullis config show --format json")]
    Show(SettingsFlags),
}

/// `portcullis account`.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Make an account, and print its root's access key. It is shown this once.
    #[command(after_help = "\
Examples:
  portcullis account create --name vendor
  eval \"$(portcullis account create --account-id 222222222222 | grep -E '^(export|unset)')\"
      Become the root of the new account in this shell.")]
    Create {
        /// The account's id, twelve digits; drawn if not given.
        #[arg(long, value_name = "ID")]
        account_id: Option<String>,
        /// A name for people, up to 64 characters.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        #[command(flatten)]
        target: Target,
    },
    /// List all accounts.
    #[command(after_help = "\
Example:
  portcullis account list --format json")]
    List {
        #[command(flatten)]
        target: Target,
    },
    /// Move an account within its organization: what binds there binds it at once.
    #[command(after_help = "\
Example:
  portcullis account move --account-id 222222222222 --to ou-ab12-cd34ef56")]
    Move {
        /// The account's id, twelve digits.
        #[arg(long, value_name = "ID")]
        account_id: String,
        /// The id of the organization's root or of a unit.
        #[arg(long, value_name = "PARENT")]
        to: String,
        #[command(flatten)]
        target: Target,
    },
}

/// `portcullis service`.
#[derive(Debug, Subcommand)]
pub(crate) enum ServiceCommand {
    /// Register a service, and print its access key. It is shown this once.
    #[command(after_help = "\
Examples:
  portcullis service add lambda.amazonaws.com
  portcullis service add ecs-tasks.amazonaws.com --signing-name ecs
      Requests to the service that runs these tasks are signed for `ecs`.")]
    Add {
        /// The service's principal, as roles name it in their trust.
        #[arg(value_name = "NAME")]
        name: String,
        /// What requests of the service's own callers are signed for; else the first part of NAME.
        #[arg(long, value_name = "WORD")]
        signing_name: Option<String>,
        #[command(flatten)]
        target: Target,
    },
    /// List the services.
    #[command(after_help = "\
Example:
  portcullis service list --format json")]
    List {
        #[command(flatten)]
        target: Target,
    },
    /// Take a service's key away: from then on it calls no more.
    #[command(after_help = "\
Example:
  portcullis service remove lambda.amazonaws.com
      Adding it again gives it another key.")]
    Remove {
        /// The service's principal.
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        target: Target,
    },
}

/// `portcullis mfa-device`.
#[derive(Debug, Subcommand)]
pub(crate) enum MfaDeviceCommand {
    /// Register a hardware token with its seed.
    ///
    /// The token shows six digits every thirty seconds (TOTP with SHA-1). The seed is never an argument, which others could see.
    #[command(after_help = "\
Examples:
  portcullis mfa-device add-token GAHT12345678 --seed GAHT12345678.seed
  vendor-seed GAHT12345678 | portcullis mfa-device add-token GAHT12345678 --seed - --account-id 222222222222
  aws iam enable-mfa-device --user-name ana --serial-number GAHT12345678 \\
      --authentication-code1 123456 --authentication-code2 654321
      What then gives it to ana.")]
    AddToken {
        /// The serial number on the token's back.
        #[arg(value_name = "SERIAL")]
        serial: String,
        /// The seed as its vendor delivers it: hexadecimal or base 32. - is standard input.
        #[arg(long, value_name = "FILE")]
        seed: PathBuf,
        /// The account; else the first one.
        #[arg(long, value_name = "ID")]
        account_id: Option<String>,
        #[command(flatten)]
        target: Target,
    },
    /// Record a FIDO security key of a user or of an account's root, and print its serial number.
    #[command(after_help = "\
Examples:
  portcullis mfa-device add-key yubikey --user ana --certification FIDO=L1
  portcullis mfa-device add-key safe --root --account-id 222222222222")]
    AddKey(SecurityKeyFlags),
    /// List the hardware tokens and security keys of an account.
    #[command(after_help = "\
Example:
  portcullis mfa-device list --format json")]
    List {
        /// The account; else the first one.
        #[arg(long, value_name = "ID")]
        account_id: Option<String>,
        #[command(flatten)]
        target: Target,
    },
    /// Forget a hardware token that is nobody's, or a security key.
    #[command(after_help = "\
Example:
  portcullis mfa-device remove GAHT12345678")]
    Remove {
        /// The serial number, as list shows it.
        #[arg(value_name = "SERIAL")]
        serial: String,
        /// The account; else the first one.
        #[arg(long, value_name = "ID")]
        account_id: Option<String>,
        #[command(flatten)]
        target: Target,
    },
}

/// A FIDO security key and whose it is.
#[derive(Args, Debug)]
pub(crate) struct SecurityKeyFlags {
    /// What its owner calls it, up to 64 characters.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// The user whose it is.
    #[arg(
        long,
        value_name = "NAME",
        required_unless_present = "root",
        conflicts_with = "root"
    )]
    pub(crate) user: Option<String>,
    /// It is the account's root's.
    #[arg(long)]
    pub(crate) root: bool,
    /// What it is certified for, as GetMFADevice tells it: FIDO=L1. May be given more than once.
    #[arg(long = "certification", value_name = "NAME=LEVEL")]
    pub(crate) certifications: Vec<String>,
    /// The account; else the first one.
    #[arg(long, value_name = "ID")]
    pub(crate) account_id: Option<String>,
    #[command(flatten)]
    pub(crate) target: Target,
}

/// `portcullis managed-policies`.
#[derive(Debug, Subcommand)]
pub(crate) enum ManagedPoliciesCommand {
    /// Make policies of AWS known in all accounts, as an account of yours lists them: new ones, newer versions, ids.
    ///
    /// A policy that is known in a newer version stays as it is. Attached policies are in force in their new version at once, as on AWS.
    #[command(after_help = "\
Example:
  aws iam get-account-authorization-details --filter AWSManagedPolicy > policies.json
  portcullis managed-policies import policies.json")]
    Import {
        /// The file. - is standard input.
        file: PathBuf,
        #[command(flatten)]
        target: Target,
    },
}

/// `portcullis root-key`.
#[derive(Debug, Subcommand)]
pub(crate) enum RootKeyCommand {
    /// Replace all keys of the first account's root by a new one, and print it. The server must not be running.
    #[command(after_help = "\
Example:
  portcullis root-key reset --data ./portcullis-data")]
    Reset {
        #[command(flatten)]
        folder: Folder,
    },
}

/// `portcullis keys`.
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Add a key, which seals secrets and sessions from now on, and retire the keys that sign web identity tokens.
    ///
    /// What older keys sealed stays readable. Each account signs its next token by a new key; the old public keys stay published for
    /// the hour that a token lives at most, the old private keys are forgotten.
    #[command(after_help = "\
Example:
  portcullis keys rotate")]
    Rotate {
        #[command(flatten)]
        target: Target,
    },
}

/// A data folder.
#[derive(Args, Debug)]
pub(crate) struct Folder {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The key ring, if it is not DIR/keys.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
}

/// A running server, or the folder of one that does not run.
#[derive(Args, Debug)]
pub(crate) struct Target {
    /// The server's URL; else AWS_ENDPOINT_URL, else http://127.0.0.1:4747. Calls are signed as AWS_ACCESS_KEY_ID and
    /// AWS_SECRET_ACCESS_KEY, which must be the first account's root.
    #[arg(long, value_name = "URL", conflicts_with = "data")]
    pub(crate) endpoint: Option<String>,
    /// The certificates (PEM) that an https server must be signed by; else AWS_CA_BUNDLE.
    #[arg(long, value_name = "FILE", conflicts_with = "data")]
    pub(crate) ca_bundle: Option<PathBuf>,
    /// Open this data folder instead; no server may have it open.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The key ring of that folder, if it is not DIR/keys.
    #[arg(long, value_name = "FILE", requires = "data")]
    pub(crate) key_file: Option<PathBuf>,
}
