#pragma once

#include "libagent/database/own_connection.h"

#include <string>

namespace askdb::sessions {

class Cipher;

/// The version of the tables that this program makes, reads and writes.
inline constexpr int store_version = 1;

struct SchemaNeeds {
    std::string name;  ///< What messages call the store.
    bool is_postgres = false;
    const Cipher* cipher = nullptr;  ///< Not null: the store is (to be) encrypted.
};

/// Makes the tables where there are none, and brings those of older versions to this one, under a
/// lock that keeps other processes from doing the same. Costs one small query where all is well.
/// Throws Failure(usage) for a store of a newer version, and for one that is encrypted when it
/// should not be, or the reverse, or with another key.
void prepare_schema(database::OwnConnection& connection, const SchemaNeeds& needs);

}
