//! Role templates, which AWS's services own: there are none here.

mod acquire_role;
mod get_role_template_version;
mod table;
mod template;

pub(crate) use table::TABLE;
