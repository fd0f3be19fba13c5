using static Busroot.Storage.Tests.Databases.KilledDatabase;

namespace Busroot.Storage.Tests.Databases;

/// <summary>A log that was cut or altered is never taken for a shorter one without a word, and never mixed with a database that has newer pages.</summary>
public sealed class LogDamageTests : IDisposable
{
    private readonly KilledDatabase _killed = new();

    public void Dispose() => _killed.Dispose();

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.5)]
    [InlineData(0.01)]
    [InlineData(0)]
    public void A_log_that_was_cut_is_told_and_what_comes_before_the_cut_is_kept(double left)
    {
        _killed.CutLog((long)(new FileInfo(_killed.Log).Length * left));
        var damaged = File.ReadAllBytes(_killed.Log);

        var (damage, writes) = _killed.Open();

        damage.Should().Contain("of ").And.Contain("pages of finished writes").And.Contain(_killed.Copy);
        writes.Should().BeLessThan(Writes);
        File.ReadAllBytes(_killed.Copy).Should().Equal(damaged);
        _killed.Open().Should().Be((null, writes), "it is told once");
    }

    [Theory]
    [InlineData(8)] // the page size
    [InlineData(17)] // a salt
    [InlineData(HeaderBytes + 4000)] // the first page
    [InlineData(-100)] // the last page
    public void A_log_that_was_altered_is_told(int at)
    {
        _killed.AlterLog(at);

        var (damage, writes) = _killed.Open();

        damage.Should().Contain("is damaged");
        writes.Should().BeLessThan(Writes);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(17)]
    [InlineData(HeaderBytes + 4000)]
    [InlineData(HeaderBytes + (Writes / 2 * FrameBytes) + 4000)]
    public void Damage_before_finished_writes_is_told_without_the_index_too(int at)
    {
        File.Delete(_killed.Index);
        _killed.AlterLog(at);

        _killed.Open().Damage.Should().MatchRegex(@"at least \d+ finished writes in it come after a page that cannot be read");
    }

    [Fact]
    public void A_log_that_is_gone_is_told()
    {
        File.Delete(_killed.Log);

        _killed.Open().Damage.Should().Contain("is gone");
    }

    [Fact]
    public void A_log_that_is_not_needed_any_more_is_not_missed()
    {
        _killed.Kill(Checkpoint);
        _killed.CutLog(0);

        _killed.Open().Should().Be((null, Writes));
    }

    [Fact]
    public void Of_a_log_that_is_all_in_the_database_nothing_is_lost()
    {
        _killed.Kill(Checkpoint);
        _killed.CutLog(new FileInfo(_killed.Log).Length / 2);

        var (damage, writes) = _killed.Open();

        damage.Should().Contain("Nothing is lost").And.Contain(_killed.Copy);
        writes.Should().Be(Writes);
        _killed.Open().Should().Be((null, Writes));
    }

    [Fact]
    public void A_log_that_ends_before_what_the_database_has_already_is_refused()
    {
        _killed.KillWithHalfInDatabase();
        _killed.CutLog(HeaderBytes + FrameBytes);

        RefusesAndChangesNothing("newer than those");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(HeaderBytes + FrameBytes + 4000)]
    public void A_log_whose_bad_page_comes_before_what_the_database_has_already_is_refused_without_the_index_too(int at)
    {
        _killed.KillWithHalfInDatabase();
        File.Delete(_killed.Index);
        _killed.AlterLog(at);

        RefusesAndChangesNothing("newer than those");
    }

    [Fact]
    public void A_log_that_is_damaged_after_what_the_database_has_is_kept_up_to_the_damage()
    {
        _killed.KillWithHalfInDatabase();
        _killed.AlterLog(-100);

        var (damage, writes) = _killed.Open();

        damage.Should().Contain("at an earlier moment");
        writes.Should().BeInRange(Writes, (2 * Writes) - 1);
    }

    [Fact]
    public void A_log_whose_database_is_gone_is_refused()
    {
        File.Delete(_killed.File);

        RefusesAndChangesNothing("is gone or empty");
    }

    private void RefusesAndChangesNothing(string because)
    {
        var files = _killed.Files;
        var open = () => _killed.Open();

        for (var attempt = 0; attempt < 2; attempt++)
        {
            open.Should().Throw<StorageException>().Where(error => error.Fault == StorageFault.Damaged && error.Message.Contains(because));
            _killed.Files.Should().BeEquivalentTo(files);
        }
    }
}
