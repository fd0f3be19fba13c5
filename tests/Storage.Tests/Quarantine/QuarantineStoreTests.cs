using Busroot.Storage.Databases;
using Busroot.Storage.Directories;
using Busroot.Storage.Quarantine;

namespace Busroot.Storage.Tests.Quarantine;

public sealed class QuarantineStoreTests : IDisposable
{
    private static readonly DateTimeOffset Arrived = DateTimeOffset.UnixEpoch.AddMilliseconds(1_763_800_000_123);

    private readonly TemporaryDirectory _temporary = new();
    private readonly DataDirectory _directory;
    private Database _database;

    public QuarantineStoreTests()
    {
        _directory = DataDirectory.Open(_temporary.Data);
        _database = Database.Open(_directory);
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void An_entry_comes_back_byte_for_byte()
    {
        var entry = new QuarantineEntry("acme/press-1", "busroot/v1/dau/acme/press-1/ä", new byte[] { 0, 255, 0x7B, 10 }, Arrived)
        {
            Qos = 2,
            Retain = true,
            Dup = true,
            Backlog = true,
            ClientId = "acme/press-1/x",
            RuleId = "arduino/opta-dau",
            Revision = "3f9a",
            Fault = "InvalidPayload",
            Message = "not JSON at byte 0",
            Line = 7,
            Column = 15,
        };

        Open().Append([entry]);
        Reopen();

        var kept = Open().List(new QuarantineQuery()).Should().ContainSingle().Subject;
        kept.Entry.Payload.ToArray().Should().Equal(0, 255, 0x7B, 10);
        (kept.Entry with { Payload = default }).Should().Be(entry with { Payload = default });
    }

    [Theory]
    [InlineData(QuarantineRoom.OfDevice)]
    [InlineData(QuarantineRoom.OfAll)]
    public void Making_room_in_a_full_quarantine_sorts_nothing(string which)
    {
        var plan = _database.Read(connection =>
        {
            using var command = connection.Command("EXPLAIN QUERY PLAN " + QuarantineRoom.OldestFirst(which), which == QuarantineRoom.OfDevice ? "acme/a" : null);
            using var row = command.ExecuteReader();
            var steps = new List<string>();
            while (row.Read())
            {
                steps.Add(row.GetString(3));
            }

            return steps;
        });

        plan.Should().ContainSingle().Which.Should().Contain("USING INDEX");
    }

    [Fact]
    public void An_empty_payload_and_missing_fields_are_kept_as_they_are()
    {
        var store = Open();

        store.Append([Entry("acme/a", payload: 0)]);

        var kept = store.List(new QuarantineQuery())[0].Entry;
        kept.Payload.Length.Should().Be(0);
        kept.RuleId.Should().BeNull();
        kept.Line.Should().BeNull();
    }

    [Fact]
    public void A_long_message_is_cut()
    {
        var store = Open();

        store.Append([Entry("acme/a") with { Message = new string('x', 5000) }]);

        store.List(new QuarantineQuery())[0].Entry.Message.Should().HaveLength(QuarantineEntry.MaximumMessageLength).And.EndWith("…");
    }

    [Fact]
    public void Lists_are_newest_first_filtered_and_in_pages()
    {
        var store = Open();
        store.Append([.. Enumerable.Range(0, 10).Select(n => Entry(n % 2 == 0 ? "acme/a" : "acme/b", fault: n < 5 ? "TimeLimit" : "InvalidPayload"))]);

        var first = store.List(new QuarantineQuery { DeviceId = "acme/a", Limit = 2 });
        var second = store.List(new QuarantineQuery { DeviceId = "acme/a", Limit = 2, Before = first[^1].Sequence });

        first.Select(r => r.Sequence).Should().Equal(9, 7);
        second.Select(r => r.Sequence).Should().Equal(5, 3);
        store.List(new QuarantineQuery { DeviceId = "acme/a", Fault = "TimeLimit" }).Should().HaveCount(3);
        store.List(new QuarantineQuery { RuleId = "no/such" }).Should().BeEmpty();
        store.List(new QuarantineQuery { DeviceId = "' OR 1=1 --" }).Should().BeEmpty();
    }

    [Fact]
    public void Counts_are_by_device_rule_and_failure()
    {
        var store = Open();
        store.Append([Entry("acme/a"), Entry("acme/a"), Entry("acme/a") with { RuleId = "x/y" }, Entry("acme/b", fault: "TimeLimit")]);

        store.Count().Select(c => (c.DeviceId, c.RuleId, c.Fault, c.Entries)).Should().Equal(
            ("acme/a", null, "InvalidPayload", 2), ("acme/a", "x/y", "InvalidPayload", 1), ("acme/b", null, "TimeLimit", 1));
        store.Count()[0].Last.Should().Be(Arrived);
    }

    [Fact]
    public void The_oldest_make_room_by_number_and_by_bytes_and_are_counted()
    {
        var store = Open(new QuarantineLimits { Entries = 5, PayloadBytes = 100 });

        store.Append([.. Enumerable.Range(0, 8).Select(_ => Entry("acme/a", payload: 10))]);
        store.Totals.Should().Be(new QuarantineTotals(5, 50, 3));
        store.Append([Entry("acme/a", payload: 70)]);

        store.Totals.Should().Be(new QuarantineTotals(4, 100, 5));
        store.List(new QuarantineQuery()).Select(r => r.Sequence).Should().Equal(9, 8, 7, 6);
        Reopen();
        Open(new QuarantineLimits { Entries = 5 }).Totals.Should().Be(new QuarantineTotals(4, 100, 5));
    }

    [Fact]
    public void A_noisy_device_pushes_out_only_its_own_entries()
    {
        var store = Open(new QuarantineLimits { Entries = 1000, EntriesPerDevice = 10 });
        store.Append([Entry("acme/quiet")]);

        for (var i = 0; i < 50; i++)
        {
            store.Append([Entry("acme/noisy"), Entry("acme/noisy")]);
        }

        store.Count().Select(c => (c.DeviceId, c.Entries)).Should().Equal(("acme/noisy", 10), ("acme/quiet", 1));
        store.Totals.Dropped.Should().Be(90);
    }

    [Fact]
    public void A_single_entry_over_the_byte_limit_is_dropped_and_counted()
    {
        var store = Open(new QuarantineLimits { PayloadBytes = 10 });

        store.Append([Entry("acme/a", payload: 11)]);

        store.Totals.Should().Be(new QuarantineTotals(0, 0, 1));
    }

    [Fact]
    public void A_batch_that_fails_in_the_middle_keeps_nothing_and_the_counts_stay_true()
    {
        var store = Open();
        store.Append([Entry("acme/a")]);

        store.Invoking(s => s.Append([Entry("acme/a"), Entry("acme/a") with { Qos = 3 }])).Should().Throw<StorageException>();

        store.List(new QuarantineQuery()).Should().ContainSingle();
        store.Append([Entry("acme/b")]);
        store.Totals.Should().Be(new QuarantineTotals(2, 20, 0));
    }

    [Fact]
    public void Nothing_is_written_for_an_empty_batch()
    {
        var store = Open();
        _database.Dispose();

        store.Append([]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(QuarantineQuery.MaximumLimit + 1)]
    public void A_page_has_a_sensible_size(int limit) =>
        Open().Invoking(s => s.List(new QuarantineQuery { Limit = limit })).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Lanes_may_append_side_by_side()
    {
        var store = Open(new QuarantineLimits { EntriesPerDevice = 20 });

        Parallel.For(0, 40, n => store.Append([Entry($"acme/d{n % 4}"), Entry("acme/shared")]));

        store.Totals.Should().Be(new QuarantineTotals(60, 600, 20));
        store.Count().Sum(c => c.Entries).Should().Be(60);
    }

    private static QuarantineEntry Entry(string device, int payload = 10, string fault = "InvalidPayload") =>
        new(device, $"busroot/v1/dau/{device}", new byte[payload], Arrived) { Fault = fault, Message = "not JSON" };

    private QuarantineStore Open(QuarantineLimits? limits = null) => new(_database, limits ?? new QuarantineLimits());

    private void Reopen()
    {
        _database.Dispose();
        _database = Database.Open(_directory);
    }
}
