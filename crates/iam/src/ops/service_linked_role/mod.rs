//! Service-linked roles: the operations that make and delete them.

mod create_service_linked_role;
mod delete_service_linked_role;
mod get_service_linked_role_deletion_status;
mod table;

pub(crate) use table::TABLE;
