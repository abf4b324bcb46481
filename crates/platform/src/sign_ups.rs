//! Sign-ups whose address nobody has confirmed yet. Each keeps its own name and password with its own link, so that a later one by
//! a stranger changes nothing of an earlier one.

use crate::sql::Connection;
use despacho_kernel::{Id, new_id};

use crate::{clock::DAY, error::Result, sql, users, vals};

/// How long a sign-up waits for its confirmation: longer than its link, so that another one can be sent.
const LIFETIME: i64 = 9 * DAY;

crate::row! {
    /// A sign-up that waits.
    pub struct SignUp in "sign_ups" key (id) {
        pub id: Id,
        pub user_id: Id,
        pub name: String,
        /// Of argon2id.
        pub password_hash: String,
        pub expires_at: i64,
    }
}

/// Keeps a sign-up; answers its id.
pub async fn insert(db: &dyn Connection, user: Id, name: &str, hash: &str, now: i64) -> Result<Id> {
    let id = new_id();
    sql::insert(db, &[SignUp { id, user_id: user, name: name.to_owned(), password_hash: hash.to_owned(), expires_at: now + LIFETIME }]).await?;
    Ok(id)
}

/// A user's sign-up; none where it ended.
pub async fn find(db: &dyn Connection, id: Id, now: i64) -> Result<Option<SignUp>> {
    let found: Option<SignUp> = sql::find(db, vals![id]).await?;
    Ok(found.filter(|sign_up| sign_up.expires_at > now))
}

/// Makes a sign-up the account: its name and password are the user's and the address is confirmed. All others of the address end.
pub async fn confirm(db: &dyn Connection, sign_up: &SignUp, now: i64) -> Result<()> {
    users::set_password(db, sign_up.user_id, &sign_up.password_hash).await?;
    users::set_name(db, sign_up.user_id, &sign_up.name).await?;
    users::confirm(db, sign_up.user_id, now).await
}

/// Forgets those that ended.
pub async fn forget(db: &dyn Connection, now: i64) -> Result<()> {
    sql::run(db, "DELETE FROM sign_ups WHERE expires_at < $1", vals![now]).await?;
    Ok(())
}
