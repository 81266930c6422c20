using System.Collections.Immutable;

namespace Bridge.Store;

/// <summary>The shape of the database. <c>PRAGMA user_version</c> counts the migrations that it has seen.</summary>
internal static class Schema
{
    /// <summary>Fails on a database that has the version but not the tables.</summary>
    public const string Probe = """
        SELECT identity.name, identity.value, ledger.topic, position, ledger.device, kind, announces,
            last_state.device, last_state.document, learned.device, learned.document,
            dismissed.device, fingerprint, kept.device, kept.name, kept.content,
            sequence, history.device, entity, history.value, at
        FROM identity, ledger, last_state, learned, dismissed, kept, history LIMIT 0
        """;

    /// <summary>Each brings the schema one version forward. Released ones never change; new ones go last.</summary>
    public static readonly ImmutableArray<string> Migrations =
    [
        """
        CREATE TABLE identity (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE ledger (
            topic TEXT PRIMARY KEY, position INTEGER NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE last_state (device TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE learned (device TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE dismissed (device TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
        """,
        """
        CREATE TABLE kept (
            device TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (device, name)
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE history (
            sequence INTEGER PRIMARY KEY, device TEXT NOT NULL, entity TEXT NOT NULL, value TEXT NOT NULL,
            at INTEGER NOT NULL -- milliseconds since 1970, UTC
        );
        """,
        "ALTER TABLE ledger ADD COLUMN announces TEXT",
    ];
}
