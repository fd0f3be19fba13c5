using System.Text;
using Busroot.Server.Pipeline.Lanes;

namespace Busroot.Server.Tests.Pipeline.Lanes;

public sealed class RedeliveriesTests
{
    private readonly Redeliveries _seen = new(most: 256);

    [Fact]
    public void A_publish_is_known_again_by_client_identifier_topic_and_payload()
    {
        _seen.Add(Of("acme/d1/a", 7, "t", "one"), 0);

        _seen.IsKnown(Of("acme/d1/a", 7, "t", "one")).Should().BeTrue();
        _seen.IsKnown(Of("acme/d1/b", 7, "t", "one")).Should().BeNull("another session has identifiers of its own");
        _seen.IsKnown(Of("acme/d1/a", 8, "t", "one")).Should().BeNull();
        _seen.IsKnown(Of("acme/d1/a", 7, "u", "one")).Should().BeFalse();
        _seen.IsKnown(Of("acme/d1/a", 7, "t", "two")).Should().BeFalse("identifiers are used again");
    }

    [Fact]
    public void An_identifier_that_was_used_for_another_since_was_free_so_what_had_it_is_a_new_reading()
    {
        _seen.Add(Of("c", 1, "t", "RUN"), 0);
        _seen.Add(Of("c", 1, "t", "STOP"), 1);

        _seen.IsKnown(Of("c", 1, "t", "RUN")).Should().BeFalse("the machine runs again, and the connection broke before that arrived");
        _seen.IsKnown(Of("c", 1, "t", "STOP")).Should().BeTrue();
    }

    [Fact]
    public void Where_topic_ends_and_payload_begins_makes_a_difference() =>
        Of("c", 1, "ab", "c").Should().NotBe(Of("c", 1, "a", "bc"));

    [Fact]
    public void As_many_as_a_client_may_have_unanswered_are_kept_when_they_come_at_once()
    {
        for (ushort i = 1; i <= 256; i++)
        {
            _seen.Add(Of("c", i, "t", "x"), milliseconds: i);
        }

        Enumerable.Range(1, 256).Should().OnlyContain(i => _seen.IsKnown(Of("c", (ushort)i, "t", "x")) == true);
    }

    [Fact]
    public void A_device_that_publishes_now_and_then_needs_few()
    {
        for (ushort i = 1; i <= 20; i++)
        {
            _seen.Add(Of("c", i, "t", "x"), milliseconds: i * 60_000L);
        }

        _seen.IsKnown(Of("c", 20, "t", "x")).Should().BeTrue();
        _seen.IsKnown(Of("c", 13, "t", "x")).Should().BeTrue();
        _seen.IsKnown(Of("c", 11, "t", "x")).Should().BeNull("what is minutes old was answered or given up");
    }

    [Fact]
    public void The_history_is_asked_only_until_enough_was_seen_in_this_process()
    {
        _seen.MayHaveForgotten.Should().BeTrue();
        for (ushort i = 1; i <= 256; i++)
        {
            _seen.Add(Of("c", i, "t", "x"), i);
        }

        _seen.MayHaveForgotten.Should().BeFalse();
    }

    private static PublishFingerprint Of(string client, ushort packetId, string topic, string payload) =>
        PublishFingerprint.Of(client, packetId, Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(payload));
}
