using System.Buffers.Binary;
using Busroot.Storage.Databases;
using static Busroot.Storage.Tests.Databases.KilledDatabase;

namespace Busroot.Storage.Tests.Databases;

/// <summary>What the end of the process or of power leaves in the middle of a step is no damage: it opens without a word, with every finished write.</summary>
public sealed class LogOfKilledProcessTests : IDisposable
{
    private const int FramesAt = 16, InDatabaseAt = 96, BegunAt = 128; // in the index
    private readonly KilledDatabase _killed = new();

    public void Dispose() => _killed.Dispose();

    [Fact]
    public void A_log_as_the_process_left_it_is_whole() => _killed.Open().Should().Be((null, Writes));

    [Fact]
    public void A_log_that_began_anew_is_whole_though_frames_from_before_are_still_in_it()
    {
        _killed.Kill(database =>
        {
            database.Write(_ => { });
            database.Read(connection => true);
        });
        _killed.Kill(database =>
        {
            Checkpoint(database);
            Write(database, Writes + 1, 2);
        });
        WriteAheadLog.Read(_killed.Log).ReadableFrames.Should().BeLessThan((new FileInfo(_killed.Log).Length - HeaderBytes) / FrameBytes, "older frames follow");

        _killed.Open().Should().Be((null, Writes + 2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_commit_that_was_cut_anywhere_is_left_out(bool hasIndex)
    {
        var before = _killed.Files[_killed.Index];
        var finished = new FileInfo(_killed.Log).Length;
        _killed.Kill(database => database.Write(connection => connection.Execute(
            "INSERT INTO counter (name, value) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT 'write ' || hex(zeroblob(200)) || i, 1 FROM n")));
        var after = _killed.Files;
        after[_killed.Log].Length.Should().BeGreaterThan((int)finished + (5 * FrameBytes));

        for (var bytes = finished; bytes < after[_killed.Log].Length; bytes += 512)
        {
            LeaveLog(after, after[_killed.Log][..(int)bytes], hasIndex ? before : null);

            _killed.Open().Should().Be((null, Writes), "{0} bytes of the log were written", bytes);
        }
    }

    [Fact]
    public void Without_the_index_the_last_write_is_like_one_that_the_power_failed_on()
    {
        File.Delete(_killed.Index);
        _killed.AlterLog(-100);

        _killed.Open().Should().Be((null, Writes - 1));
    }

    [Fact]
    public void A_copy_of_the_log_into_the_database_that_ended_anywhere_is_done_again()
    {
        var (log, before) = (_killed.Files[_killed.Log], _killed.Files);
        var index = before[_killed.Index];
        index.AsSpan(FramesAt, 4).CopyTo(index.AsSpan(BegunAt));
        var frames = (log.Length - HeaderBytes) / FrameBytes;

        for (var copied = 1; copied <= frames; copied++)
        {
            CopyPage(log.AsSpan(HeaderBytes + ((copied - 1) * FrameBytes), FrameBytes), ref before);
            LeaveLog(before, log, index);

            _killed.Open().Should().Be((null, Writes), "{0} of {1} pages were copied", copied, frames);
        }
    }

    [Fact]
    public void A_log_of_which_half_is_in_the_database_is_whole()
    {
        _killed.KillWithHalfInDatabase();
        var index = _killed.Files[_killed.Index];
        BitConverter.ToUInt32(index, InDatabaseAt).Should().BeInRange(1, BitConverter.ToUInt32(index, FramesAt) - 1);

        _killed.Open().Should().Be((null, 2 * Writes));
    }

    [Fact]
    public void The_end_between_the_index_and_the_header_of_a_log_that_begins_anew_hurts_nothing()
    {
        _killed.Kill(Checkpoint);
        var checkpointed = _killed.Files;
        _killed.Kill(database =>
        {
            Checkpoint(database);
            Write(database, Writes + 1, 1);
        });
        var (log, index) = (checkpointed[_killed.Log], _killed.Files[_killed.Index]);
        WriteAheadLog.Read(_killed.Log).Salt.Should().NotBe(BinaryPrimitives.ReadUInt64BigEndian(log.AsSpan(16)));

        LeaveLog(checkpointed, log, index);

        _killed.Open().Should().Be((null, Writes));
    }

    private static void CopyPage(ReadOnlySpan<byte> frame, ref Dictionary<string, byte[]> files)
    {
        var (file, database) = files.Single(pair => pair.Key.EndsWith(".db", StringComparison.Ordinal));
        var at = (BinaryPrimitives.ReadInt32BigEndian(frame) - 1) * PageBytes;
        Array.Resize(ref database, Math.Max(database.Length, at + PageBytes));
        frame[24..].CopyTo(database.AsSpan(at));
        files[file] = database;
    }

    private void LeaveLog(Dictionary<string, byte[]> files, byte[] log, byte[]? index)
    {
        _killed.Restore(files);
        File.WriteAllBytes(_killed.Log, log);
        if (index is null)
        {
            File.Delete(_killed.Index);
            return;
        }

        File.WriteAllBytes(_killed.Index, index);
    }
}
