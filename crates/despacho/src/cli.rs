//! The command line.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use despacho_kernel::{Id, email};
use despacho_ledger::reports::Period;
use despacho_ledger_exchange::exports::{Format, export::ALL_DAYS};
use despacho_platform::{
    Error, Result,
    config::{Config, Storage},
    network::Range,
    tokens::{LIFETIME, NewToken},
};
use jiff::civil::Date;

use crate::{
    check, demo, export,
    folder::{DataFolder, secret},
    serve, setup,
};

/// Software for accounting firms: one program, one data folder.
#[derive(Debug, Parser)]
#[command(name = "despacho", version)]
pub struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Serve the product to browsers and to the API
    Serve {
        #[command(flatten)]
        folder: DataFolder,
        /// Address and port to listen at
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Where people reach the server, for links in mail [default: http:// and the address listened at]
        #[arg(long)]
        public_url: Option<String>,
        /// Mail server, such as smtps://user:password@mail.example.org; without one, messages are kept in DATA/mail
        #[arg(long, env = "DESPACHO_SMTP_URL", hide_env_values = true)]
        smtp_url: Option<String>,
        /// A file that holds the mail server's URL, so that no list of processes shows its password
        #[arg(long, env = "DESPACHO_SMTP_URL_FILE", conflicts_with = "smtp_url")]
        smtp_url_file: Option<PathBuf>,
        /// Sender of mail
        #[arg(long, default_value = "Despacho <despacho@localhost>")]
        mail_from: String,
        /// The program that prints documents [default: despacho-printer beside this program]
        #[arg(long, env = "DESPACHO_PRINTER")]
        printer: Option<PathBuf>,
        /// E-mail of someone who sees the operations page at /operations; may be given several times
        #[arg(long = "administrator", env = "DESPACHO_ADMINISTRATORS", value_delimiter = ',')]
        administrators: Vec<String>,
        /// A proxy in front of the server, an address or a range such as 10.0.0.0/8, whose X-Forwarded-For is believed; may be given several times
        #[arg(long = "trusted-proxy", env = "DESPACHO_TRUSTED_PROXIES", value_delimiter = ',')]
        trusted_proxies: Vec<Range>,
        /// Let webhooks go to private addresses and without encryption: to programs beside the server
        #[arg(long, env = "DESPACHO_WEBHOOKS_TO_PRIVATE")]
        webhooks_to_private: bool,
        /// Megabytes of one file that people bring, at most
        #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u64).range(1..=2000))]
        max_file: u64,
        /// Megabytes of all files of a practice or an organization, at most
        #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
        max_files: u64,
        /// Show developer pages: the look, and the mail that was kept, with its links, to whoever reaches the server
        #[arg(long)]
        demo: bool,
        /// Let --demo be at an address that others reach
        #[arg(long, requires = "demo")]
        demo_to_others: bool,
    },
    /// Create a user and their practice without a browser; the password is read from standard input
    Setup {
        #[command(flatten)]
        folder: DataFolder,
        /// The user's e-mail
        #[arg(long)]
        email: String,
        /// The user's name
        #[arg(long)]
        name: String,
        /// The practice's name
        #[arg(long)]
        practice: String,
        /// The practice's country, ISO 3166-1 alpha-2
        #[arg(long, default_value = "ES")]
        country: String,
    },
    /// Work with API tokens
    Token {
        #[command(subcommand)]
        action: TokenAction,
    },
    /// Fill the data folder with a fictional firm and forty clients
    Demo {
        #[command(flatten)]
        folder: DataFolder,
    },
    /// Write an organization's books to standard output as another program reads them
    Export {
        #[command(flatten)]
        folder: DataFolder,
        /// The organization's id
        #[arg(long)]
        organization: Id,
        /// hledger, ledger or beancount
        #[arg(long, value_parser = export::format)]
        format: Format,
        /// The first day [default: the first entry's]
        #[arg(long)]
        from: Option<Date>,
        /// The last day [default: the last entry's]
        #[arg(long)]
        to: Option<Date>,
    },
    /// Verify that the data is sound, the stored files too; exits with 1 and a list if anything is broken
    Check {
        #[command(flatten)]
        folder: DataFolder,
        /// Remove stored files that nothing has for more than a day, before looking
        #[arg(long)]
        repair: bool,
    },
}

#[derive(Debug, Subcommand)]
enum TokenAction {
    /// Print a new API token of a user, once
    Create {
        #[command(flatten)]
        folder: DataFolder,
        /// The user's e-mail
        #[arg(long)]
        email: String,
        /// What it is for
        #[arg(long, default_value = "command line")]
        name: String,
        /// For how many days it works
        #[arg(long, default_value_t = LIFETIME, value_parser = clap::value_parser!(i64).range(1..=3650))]
        days: i64,
        /// It may look, and change nothing
        #[arg(long)]
        read_only: bool,
        /// Id of the practice that it acts for; without it, its user's only one, or the one that a call names
        #[arg(long)]
        practice: Option<Id>,
    },
}

/// Runs a command: 0 when all is well, 1 when `check` finds something broken, 2 when the command could not be done.
pub async fn run(command: Command) -> Result<ExitCode> {
    match command.action {
        Action::Serve {
            folder,
            listen,
            public_url,
            smtp_url,
            smtp_url_file,
            mail_from,
            printer,
            administrators,
            trusted_proxies,
            webhooks_to_private,
            max_file,
            max_files,
            demo,
            demo_to_others,
        } => {
            if demo && !demo_to_others && !listen.ip().is_loopback() {
                let told =
                    format!("--demo shows whoever reaches the server the links of all mail, and {listen} is reached by others: --demo-to-others allows it");
                return Err(Error::Other(told));
            }
            let smtp_url = secret(smtp_url, smtp_url_file.as_deref())?;
            let public_url = public_url.unwrap_or_else(|| format!("http://{listen}")).trim_end_matches('/').to_owned();
            let administrators = administrators
                .iter()
                .map(|address| email::parse(address).map_err(|_| Error::Other(format!("{address} is not an e-mail address"))))
                .collect::<Result<_>>()?;
            let storage = Storage { file: max_file * 1_000_000, tenant: max_files * 1_000_000 };
            if webhooks_to_private {
                despacho_webhooks::allow_private();
            }
            let config = Config { storage, public_url, smtp_url, mail_from, demo, printer, administrators, trusted_proxies, ..folder.config()? };
            serve::serve(config, listen).await?;
        }
        Action::Setup { folder, email, name, practice, country } => setup::setup(&folder, email, name, practice, country).await?,
        Action::Token { action: TokenAction::Create { folder, email, name, days, read_only, practice } } => {
            setup::token(&folder, &email, &NewToken { name, days, read_only, practice }).await?;
        }
        Action::Demo { folder } => demo::demo(&folder).await?,
        Action::Export { folder, organization, format, from, to } => {
            let period = Period { from: from.unwrap_or(ALL_DAYS.from), to: to.unwrap_or(ALL_DAYS.to) };
            export::export(&folder, organization, format, period).await?;
        }
        Action::Check { folder, repair } => {
            let broken = check::check(&folder, repair).await?;
            for line in &broken {
                println!("{line}");
            }
            if !broken.is_empty() {
                return Ok(ExitCode::from(1));
            }
            println!("ok");
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Command::command().debug_assert();
    }
}
