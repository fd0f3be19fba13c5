using System.Text;
using Busroot.Server.Rules;
using Busroot.Transformer.Signals;

namespace Busroot.Server.Tests.Rules;

public sealed class ReadingResultTests
{
    private static readonly ReadingResult Nothing = new([], null, "no signal in this payload");
    private static readonly ReadingResult Failure = new([], "the script threw", null);

    [Fact]
    public void Two_results_are_equal_when_subscribers_and_quarantine_see_the_same()
    {
        Judge(Gives("""{"rssi":-65}"""), Gives("""{"rssi":-65.0000001}""")).Should().Be(Verdict.Equal);
        Judge(Nothing, new ReadingResult([], null, "seen before")).Should().Be(Verdict.Equal);
        Judge(Failure, new ReadingResult([], "another failure", null)).Should().Be(Verdict.Equal);
    }

    [Fact]
    public void Every_other_pair_is_judged_by_what_would_change()
    {
        var signals = Gives("""{"rssi":-65}""");

        Judge(signals, Gives("""{"rssi":-66}""")).Should().Be(Verdict.Different);
        Judge(signals, Nothing).Should().Be(Verdict.Ignored);
        Judge(Nothing, signals).Should().Be(Verdict.Added);
        Judge(signals, Failure).Should().Be(Verdict.Failed);
        Judge(Nothing, Failure).Should().Be(Verdict.Failed);
        Judge(Failure, signals).Should().Be(Verdict.Mended);
        Judge(Failure, Nothing).Should().Be(Verdict.Mended);
    }

    [Fact]
    public void A_difference_says_what_was_sent_what_came_of_it_and_what_would()
    {
        var (was, would) = (Gives("""{"rssi":-65}"""), Gives("""{"rssi":-66}"""));
        was.Judge(would, out var signals);

        var difference = ReadingDifference.Of("acme/a", DateTimeOffset.UnixEpoch, "-65"u8, was, would, signals);

        difference.Should().BeEquivalentTo(new ReadingDifference("acme/a", DateTimeOffset.UnixEpoch, "-65", """{"rssi":-65}""", """{"rssi":-66}""", ["rssi: -65 -> -66"]));
        ReadingDifference.Of("acme/a", default, [], Nothing, Failure, []).Should().Match<ReadingDifference>(shown => shown.Was == "nothing (no signal in this payload)" && shown.Would == "failed: the script threw");
    }

    private static Verdict Judge(ReadingResult was, ReadingResult would) => was.Judge(would, out _);

    private static ReadingResult Gives(string json) => new([new PublishedSignals(null, Encoding.UTF8.GetBytes(json))], null, null);
}
