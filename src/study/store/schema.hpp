#pragma once

#include <string>

#include "study/store/database.hpp"

namespace gradus::study {

/// What `run` holds of a store. docs/store.md describes the tables.
struct StoreHead {
  std::string study;    ///< resolved text
  std::string version;  ///< of what made the store
};

/// True where the file has no table yet: new, or left by a run that was killed as it made the file.
[[nodiscard]] bool is_blank(const Database& database);
/// Makes the tables, in a transaction of the caller's.
void make_tables(Database& database, const StoreHead& head);
/// Makes the store that of another study, in a transaction of the caller's.
void rename_study(Database& database, const StoreHead& head);
/// Throws Error where the tables are not those that this version makes.
[[nodiscard]] StoreHead read_head(const Database& database);

}  // namespace gradus::study
