using System.Text;
using Busroot.Storage.Databases;
using Busroot.Storage.Directories;
using Busroot.Storage.Rules;
using Busroot.Transformer.Rules;

namespace Busroot.Storage.Tests.Rules;

public sealed class RuleRevisionStoreTests : IDisposable
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddMilliseconds(1_763_800_000_123);

    private static readonly RevisionLimits Limits = new() { PerRule = 5 };

    private readonly TemporaryDirectory _temporary = new();
    private readonly DataDirectory _directory;
    private Database _database;

    public RuleRevisionStoreTests()
    {
        _directory = DataDirectory.Open(_temporary.Data);
        _database = Database.Open(_directory);
    }

    private RuleRevisionStore Store => new(_database, Limits);

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void What_is_in_force_comes_back_with_every_byte_of_its_files()
    {
        var source = Source("acme/a", ("rule.json", [0xEF, 0xBB, 0xBF, 0x00, 0xFF]), ("rule.js", []));
        var stored = Store.PutInForce([(source, "0123456789ab"), (Source("acme/b"), "b")], [], At, "ann");
        Reopen();

        var back = Store.LoadInForce();

        back.Select(rule => rule.Revision).Should().Equal(stored).And.StartWith(new RuleRevision("acme/a", 1, "0123456789ab", source.Digest, At, "ann", WentLive: true));
        back[0].Source.Digest.Should().Be(source.Digest);
        back[0].Source.Files["rule.json"].ToArray().Should().Equal(0xEF, 0xBB, 0xBF, 0x00, 0xFF);
        back[0].Source.Files["rule.js"].IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void A_rule_that_is_gone_is_in_force_no_more_and_its_numbers_go_on_when_it_comes_back()
    {
        Store.PutInForce([(Source("acme/a"), "1"), (Source("acme/b"), "1")], [], At, "ann");
        Store.PutInForce([], ["acme/a", "acme/never"], At, "bob");
        Reopen();

        Store.LoadInForce().Select(rule => rule.Revision.RuleId).Should().Equal("acme/b");
        Store.List("acme/a").Should().ContainSingle("it can be rolled back to");
        Store.PutInForce([(Source("acme/a"), "1")], [], At, "ann")[0].Number.Should().Be(2);
    }

    [Fact]
    public void What_was_only_kept_is_listed_and_not_in_force()
    {
        Store.PutInForce([(Source("acme/a"), "1")], [], At, "ann");

        Store.Keep(Source("acme/a", ("rule.json", "{"u8.ToArray())), "", At, "bob");

        Store.List("acme/a").Select(revision => (revision.Number, revision.Revision, revision.By, revision.WentLive)).Should().Equal((2, "", "bob", false), (1, "1", "ann", true));
        Store.LoadInForce().Should().ContainSingle().Which.Revision.Number.Should().Be(1);
        Encoding.UTF8.GetString(Store.Load("acme/a", 2).Files["rule.json"].Span).Should().Be("{");
    }

    [Fact]
    public void The_oldest_revisions_make_room_but_the_one_in_force_stays_however_old()
    {
        Store.PutInForce([(Source("acme/a"), "old"), (Source("acme/b"), "b")], [], At, "ann");
        Store.PutInForce([(Source("acme/a"), "live")], [], At, "ann");

        for (var draft = 0; draft < Limits.PerRule + 2; draft++)
        {
            Store.Keep(Source("acme/a", ("rule.json", Encoding.UTF8.GetBytes($"{draft}"))), "", At, "bob");
        }

        Store.LoadInForce().Select(rule => rule.Revision.Revision).Should().Equal("live", "b");
        Store.Load("acme/a", 2).IsEmpty.Should().BeFalse();
        Store.Load("acme/a", 1).IsEmpty.Should().BeTrue("its files went with it");
        Store.List("acme/a").Should().HaveCount(Limits.PerRule + 1);
        _database.Read(connection => connection.Number("SELECT count(*) FROM rule_file")).Should().Be(Limits.PerRule + 2, "of both rules");
    }

    [Fact]
    public void Of_changes_that_cannot_be_stored_together_none_is()
    {
        Store.PutInForce([(Source("acme/a"), "1"), (Source("acme/b"), "1")], [], At, "ann");
        _database.Write(connection => connection.Execute("CREATE TRIGGER refuse BEFORE DELETE ON rule_in_force BEGIN SELECT raise(ABORT, 'no'); END"));

        Store.Invoking(store => store.PutInForce([(Source("acme/a"), "2")], ["acme/b"], At, "bob")).Should().Throw<StorageException>();

        Store.LoadInForce().Select(rule => (rule.Revision.RuleId, rule.Revision.Revision)).Should().Equal(("acme/a", "1"), ("acme/b", "1"));
        Store.List("acme/a").Should().ContainSingle();
    }

    [Fact]
    public void What_went_live_last_is_in_force_in_a_database_from_before_that_was_written_down()
    {
        Store.PutInForce([(Source("acme/a"), "1")], [], At, "ann");
        Store.PutInForce([(Source("acme/a"), "2")], [], At, "ann");
        Store.Keep(Source("acme/a"), "", At, "bob");
        _database.Write(connection => connection.Execute("DROP TABLE rule_in_force; DROP TABLE rules_directory; PRAGMA user_version = 8"));
        Reopen();

        Store.LoadInForce().Should().ContainSingle().Which.Revision.Number.Should().Be(2);
    }

    [Fact]
    public void The_rules_directory_is_remembered_until_there_is_another()
    {
        Store.LoadDirectory().Should().BeNull();

        Store.SaveDirectory("/etc/rules");
        Store.SaveDirectory("/etc/rules");
        Store.SaveDirectory("/srv/rules");
        Reopen();

        Store.LoadDirectory().Should().Be("/srv/rules");
        _database.Read(connection => connection.Number("SELECT count(*) FROM rules_directory")).Should().Be(1);
    }

    private static RuleSource Source(string id, params (string Name, byte[] Bytes)[] files) =>
        RuleSource.Of(id, (files.Length > 0 ? files : [("rule.json", [1])]).Select(file => new KeyValuePair<string, ReadOnlyMemory<byte>>(file.Name, file.Bytes)));

    private void Reopen()
    {
        _database.Dispose();
        _database = Database.Open(_directory);
    }
}
