namespace Busroot.Storage.Databases;

/// <summary>The tables, as the steps that lead to them. A released step never changes; a new one is added after it.</summary>
/// <remarks>The database's <c>user_version</c> is the number of steps it has taken. Times are Unix milliseconds, UTC.</remarks>
internal static class Schema
{
    /// <summary>"BusT" in the file's header, so that somebody else's SQLite file is recognised before it is touched.</summary>
    public const int ApplicationId = 0x42757354;

    public static readonly string[] Steps =
    [
        """
        CREATE TABLE device (
            id        TEXT    NOT NULL PRIMARY KEY,
            name      TEXT,
            disabled  INTEGER NOT NULL CHECK (disabled IN (0, 1)),
            rule_id   TEXT,
            variables TEXT    NOT NULL CHECK (json_type(variables) = 'object'),
            stations  TEXT    NOT NULL CHECK (json_type(stations) = 'array'),
            created   INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE device_token (
            device_id TEXT    NOT NULL REFERENCES device (id) ON DELETE CASCADE,
            position  INTEGER NOT NULL,
            ending    TEXT    NOT NULL,
            sha256    BLOB    NOT NULL CHECK (length(sha256) = 32),
            created   INTEGER NOT NULL,
            PRIMARY KEY (device_id, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE service (
            name    TEXT    NOT NULL PRIMARY KEY,
            role    TEXT    NOT NULL CHECK (role IN ('core', 'integrator', 'admin')),
            account TEXT    CHECK ((account IS NOT NULL) = (role = 'integrator')),
            created INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE service_token (
            name     TEXT    NOT NULL REFERENCES service (name) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            ending   TEXT    NOT NULL,
            sha256   BLOB    NOT NULL CHECK (length(sha256) = 32),
            created  INTEGER NOT NULL,
            PRIMARY KEY (name, position)
        ) STRICT, WITHOUT ROWID;

        -- payload last: a list that does not show payloads need not read the pages they overflow to
        CREATE TABLE quarantine (
            sequence  INTEGER PRIMARY KEY AUTOINCREMENT,
            device_id TEXT    NOT NULL,
            topic     TEXT    NOT NULL,
            arrived   INTEGER NOT NULL,
            qos       INTEGER NOT NULL CHECK (qos BETWEEN 0 AND 2),
            retain    INTEGER NOT NULL CHECK (retain IN (0, 1)),
            dup       INTEGER NOT NULL CHECK (dup IN (0, 1)),
            client_id TEXT    NOT NULL,
            rule_id   TEXT,
            revision  TEXT,
            fault     TEXT    NOT NULL,
            message   TEXT    NOT NULL,
            line      INTEGER,
            "column"  INTEGER,
            bytes     INTEGER NOT NULL,
            payload   BLOB    NOT NULL
        ) STRICT;

        CREATE INDEX quarantine_by_device ON quarantine (device_id);

        CREATE TABLE counter (
            name  TEXT    NOT NULL PRIMARY KEY,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE session (
            number     INTEGER NOT NULL PRIMARY KEY,
            owner      TEXT    NOT NULL,
            client_id  TEXT    NOT NULL,
            expiry     INTEGER NOT NULL, -- seconds
            expires_at INTEGER           -- null while its client is connected
        ) STRICT;

        CREATE TABLE subscription (
            session             INTEGER NOT NULL REFERENCES session (number) ON DELETE CASCADE,
            filter              TEXT    NOT NULL,
            qos                 INTEGER NOT NULL CHECK (qos BETWEEN 0 AND 2),
            no_local            INTEGER NOT NULL CHECK (no_local IN (0, 1)),
            retain_as_published INTEGER NOT NULL CHECK (retain_as_published IN (0, 1)),
            identifier          INTEGER NOT NULL,
            PRIMARY KEY (session, filter)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE message (
            number     INTEGER NOT NULL PRIMARY KEY,
            topic      BLOB    NOT NULL,
            qos        INTEGER NOT NULL CHECK (qos BETWEEN 0 AND 2),
            retain     INTEGER NOT NULL CHECK (retain IN (0, 1)),
            expires_at INTEGER,
            properties BLOB    NOT NULL,
            payload    BLOB    NOT NULL
        ) STRICT;

        CREATE TABLE delivery (
            session        INTEGER NOT NULL REFERENCES session (number) ON DELETE CASCADE,
            "order"        INTEGER NOT NULL,
            message        INTEGER, -- null once PUBREC came
            qos            INTEGER NOT NULL CHECK (qos BETWEEN 1 AND 2),
            retain         INTEGER NOT NULL CHECK (retain IN (0, 1)),
            identifiers    TEXT,
            packet_id      INTEGER,
            awaits_pubcomp INTEGER NOT NULL CHECK (awaits_pubcomp IN (0, 1)),
            PRIMARY KEY (session, "order")
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE received (
            session   INTEGER NOT NULL REFERENCES session (number) ON DELETE CASCADE,
            packet_id INTEGER NOT NULL,
            PRIMARY KEY (session, packet_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE retained (
            topic   BLOB    NOT NULL PRIMARY KEY,
            message INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE rule_state (
            device_id TEXT NOT NULL,
            rule_id   TEXT NOT NULL,
            json      BLOB NOT NULL,
            PRIMARY KEY (device_id, rule_id)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        ALTER TABLE retained ADD COLUMN owner TEXT; -- the device whose share of the limits it counts against

        CREATE TABLE will (
            number     INTEGER NOT NULL PRIMARY KEY,
            owner      TEXT    NOT NULL,
            client_id  TEXT    NOT NULL,
            topic      BLOB    NOT NULL,
            payload    BLOB    NOT NULL,
            properties BLOB    NOT NULL,
            qos        INTEGER NOT NULL CHECK (qos BETWEEN 0 AND 2),
            retain     INTEGER NOT NULL CHECK (retain IN (0, 1)),
            delay      INTEGER NOT NULL, -- seconds
            expiry     INTEGER,          -- seconds, of the message once it is published
            due_at     INTEGER           -- null while its client is connected
        ) STRICT;
        """,
        """
        -- runs of frames of any device, as they were committed; sequence is the number of the last frame of a run
        CREATE TABLE history_tail (
            sequence      INTEGER NOT NULL PRIMARY KEY,
            first_at      INTEGER NOT NULL,
            last_at       INTEGER NOT NULL,
            readings      INTEGER NOT NULL,
            unmapped      INTEGER NOT NULL,
            payload_bytes INTEGER NOT NULL,
            data          BLOB    NOT NULL
        ) STRICT;

        -- compressed runs of frames of one device
        CREATE TABLE history_block (
            device_id      TEXT    NOT NULL,
            last_sequence  INTEGER NOT NULL,
            first_sequence INTEGER NOT NULL,
            first_at       INTEGER NOT NULL,
            last_at        INTEGER NOT NULL,
            readings       INTEGER NOT NULL,
            unmapped       INTEGER NOT NULL,
            failed         INTEGER NOT NULL,
            outcomes       INTEGER NOT NULL, -- a bit for each that occurs
            payload_bytes  INTEGER NOT NULL,
            raw_bytes      INTEGER NOT NULL, -- length of data before it was compressed
            data           BLOB    NOT NULL,
            PRIMARY KEY (device_id, last_sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX history_block_by_age ON history_block (last_at);
        CREATE INDEX history_block_unmapped ON history_block (device_id, unmapped, first_at, last_at) WHERE unmapped > 0;

        -- one row while tail rows are being moved to blocks: frames up to through, of devices before device_id, are in both
        CREATE TABLE history_compaction (
            through        INTEGER NOT NULL,
            device_id      TEXT, -- null once all are moved
            device_through INTEGER NOT NULL
        ) STRICT;

        -- the same columns and some more before payload, which stays last; numbers go on where they were
        CREATE TABLE quarantine_new (
            sequence        INTEGER PRIMARY KEY AUTOINCREMENT,
            device_id       TEXT    NOT NULL,
            topic           TEXT    NOT NULL,
            arrived         INTEGER NOT NULL,
            qos             INTEGER NOT NULL CHECK (qos BETWEEN 0 AND 2),
            retain          INTEGER NOT NULL CHECK (retain IN (0, 1)),
            dup             INTEGER NOT NULL CHECK (dup IN (0, 1)),
            client_id       TEXT    NOT NULL,
            rule_id         TEXT,
            revision        TEXT,
            fault           TEXT    NOT NULL,
            message         TEXT    NOT NULL,
            line            INTEGER,
            "column"        INTEGER,
            attempts        INTEGER NOT NULL DEFAULT 0, -- replays that failed
            resolution      TEXT    CHECK (resolution IN ('replayed', 'discarded')), -- null while it is open
            resolved_at     INTEGER CHECK ((resolved_at IS NULL) = (resolution IS NULL)),
            replay_revision TEXT,
            reason          TEXT,
            bytes           INTEGER NOT NULL,
            payload         BLOB    NOT NULL
        ) STRICT;

        INSERT INTO quarantine_new (
            sequence, device_id, topic, arrived, qos, retain, dup, client_id, rule_id, revision, fault, message, line, "column", bytes, payload)
        SELECT sequence, device_id, topic, arrived, qos, retain, dup, client_id, rule_id, revision, fault, message, line, "column", bytes, payload FROM quarantine;
        DELETE FROM sqlite_sequence WHERE name = 'quarantine_new';
        INSERT INTO sqlite_sequence (name, seq) SELECT 'quarantine_new', seq FROM sqlite_sequence WHERE name = 'quarantine';
        DROP TABLE quarantine;
        ALTER TABLE quarantine_new RENAME TO quarantine;
        CREATE INDEX quarantine_by_device ON quarantine (device_id);
        CREATE INDEX quarantine_open ON quarantine (device_id, rule_id, fault, arrived) WHERE resolution IS NULL;
        """,
        """
        CREATE TABLE history_replayed (
            device_id TEXT    NOT NULL,
            sequence  INTEGER NOT NULL, -- of an unmapped frame that has run since
            PRIMARY KEY (device_id, sequence)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE rule_revision (
            rule_id  TEXT    NOT NULL,
            number   INTEGER NOT NULL, -- of this rule, from 1
            revision TEXT    NOT NULL, -- hash of what decides what the rule does
            digest   TEXT    NOT NULL, -- hash of all its files
            at       INTEGER NOT NULL,
            by       TEXT    NOT NULL,
            live     INTEGER NOT NULL CHECK (live IN (0, 1)), -- 0: only kept, before other files took its place
            PRIMARY KEY (rule_id, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rule_file (
            rule_id TEXT    NOT NULL,
            number  INTEGER NOT NULL,
            name    TEXT    NOT NULL,
            bytes   BLOB,            -- null for a file with nothing in it
            UNIQUE (rule_id, number, name),
            FOREIGN KEY (rule_id, number) REFERENCES rule_revision (rule_id, number) ON DELETE CASCADE
        ) STRICT;
        """,
        """
        -- compressed runs of frames: what one compaction moved, sorted by device and cut where it is enough for a block
        CREATE TABLE history_block_new (
            number         INTEGER NOT NULL PRIMARY KEY, -- of two blocks of a batch with frames of one device, the first has the older ones
            batch          INTEGER NOT NULL, -- the number of the last frame that the compaction moved
            first_device   TEXT    NOT NULL, -- the same as last_device where unmapped is not 0
            last_device    TEXT    NOT NULL,
            devices        TEXT    NOT NULL, -- all that have frames in it, with a space before and after each
            first_sequence INTEGER NOT NULL,
            last_sequence  INTEGER NOT NULL,
            first_at       INTEGER NOT NULL,
            last_at        INTEGER NOT NULL,
            readings       INTEGER NOT NULL,
            unmapped       INTEGER NOT NULL,
            outcomes       INTEGER NOT NULL, -- a bit for each that occurs
            payload_bytes  INTEGER NOT NULL,
            raw_bytes      INTEGER NOT NULL, -- length of data before it was compressed
            data           BLOB    NOT NULL
        ) STRICT;

        INSERT INTO history_block_new (
            batch, first_device, last_device, devices, first_sequence, last_sequence, first_at, last_at, readings, unmapped, outcomes, payload_bytes, raw_bytes, data)
        SELECT last_sequence, device_id, device_id, ' ' || device_id || ' ', first_sequence, last_sequence, first_at, last_at, readings, unmapped, outcomes,
               payload_bytes, raw_bytes, data FROM history_block ORDER BY last_sequence;
        UPDATE counter SET value = (SELECT coalesce(sum(length(data) + length(devices)), 0) FROM history_block_new) WHERE name = 'history_block_bytes';
        DROP TABLE history_block;
        ALTER TABLE history_block_new RENAME TO history_block;
        CREATE INDEX history_block_by_device ON history_block (batch, first_device, last_device);
        CREATE INDEX history_block_by_age ON history_block (last_at);
        CREATE INDEX history_block_unmapped ON history_block (first_device, unmapped, first_at, last_at) WHERE unmapped > 0;
        """,
    ];
}
