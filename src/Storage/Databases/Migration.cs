using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Databases;

/// <summary>Brings a database from the version that wrote it to this one.</summary>
internal static class Migration
{
    /// <summary>Takes the steps the database has not taken, each in its own transaction.</summary>
    /// <exception cref="StorageException">It is of a newer version, or of another program.</exception>
    public static void Apply(SqliteConnection connection, string file) => Apply(connection, file, Schema.Steps);

    /// <inheritdoc cref="Apply(SqliteConnection, string)"/>
    internal static void Apply(SqliteConnection connection, string file, IReadOnlyList<string> steps)
    {
        var taken = connection.Number("PRAGMA user_version");
        RefuseStrangers(connection, file, taken);
        if (taken > steps.Count)
        {
            throw new StorageException(StorageFault.NewerSchema,
                $"{file} was written by a newer version of busroot (schema {taken}; this one knows {steps.Count}). Install that version again, or restore a backup from before the update.");
        }

        for (var step = (int)taken; step < steps.Count; step++)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(steps[step]);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {Schema.ApplicationId}; PRAGMA user_version = {step + 1};"));
            transaction.Commit();
        }
    }

    private static void RefuseStrangers(SqliteConnection connection, string file, long taken)
    {
        var application = connection.Number("PRAGMA application_id");
        var empty = taken == 0 && application == 0 && connection.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!empty && application != Schema.ApplicationId)
        {
            throw new StorageException(StorageFault.Damaged,
                $"{file} is an SQLite database of another program. Move it away, or choose another directory with --data.");
        }
    }
}
