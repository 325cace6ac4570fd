#pragma once

#include "train/together.hpp"

namespace gradus {

/// Where a member's options name a backup: it goes on from that file, if there is one, and a watch
/// saves it there. Throws Error for a backup without a file.
void begin_backup(Member& member);
/// After its end.
void end_backup(const Member& member);

}  // namespace gradus
