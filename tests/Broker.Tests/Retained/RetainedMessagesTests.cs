using System.Text;
using Busroot.Broker.Limits;
using Busroot.Broker.Retained;
using Busroot.Broker.Routing;

namespace Busroot.Broker.Tests.Retained;

public class RetainedMessagesTests
{
    private readonly BrokerCounters _counters = new();
    private readonly MessagePool _pool = new(NoJournal.Create());

    [Fact]
    public void The_last_message_of_a_topic_is_kept()
    {
        var retained = New();
        Store(retained, "a", "1");
        Store(retained, "a", "2");
        Store(retained, "b", "3");

        Match(retained, "a").Should().Equal("a=2");
        Match(retained, "#").Should().BeEquivalentTo("a=2", "b=3");
        _counters.RetainedMessages.Should().Be(2);
    }

    [Fact]
    public void An_empty_payload_clears_its_topic()
    {
        var retained = New();
        Store(retained, "a", "1");
        Store(retained, "a", "");
        Store(retained, "never there", "");

        Match(retained, "#").Should().BeEmpty();
        _counters.RetainedMessages.Should().Be(0);
    }

    [Theory]
    [InlineData("a/+", "a/b=1", "a/$c=2")]
    [InlineData("#", "a/b=1", "a/$c=2", "/=3")]
    [InlineData("$SYS/#", "$SYS/x=4")]
    [InlineData("+/+", "a/b=1", "a/$c=2", "/=3")]
    [InlineData("/", "/=3")]
    [InlineData("a/b/#", "a/b=1")]
    public void Filters_match_as_they_do_for_live_messages(string filter, params string[] expected)
    {
        var retained = New();
        Store(retained, "a/b", "1");
        Store(retained, "a/$c", "2");
        Store(retained, "/", "3");
        Store(retained, "$SYS/x", "4");

        Match(retained, filter).Should().BeEquivalentTo(expected);
    }

    [Fact]
    public void A_new_topic_is_refused_at_the_limit_and_an_old_one_replaced()
    {
        var retained = New(new BrokerLimits { MaximumRetainedMessages = 1 });

        Store(retained, "a", "1").Should().BeTrue();
        Store(retained, "b", "1").Should().BeFalse();
        Store(retained, "a", "2").Should().BeTrue();

        Match(retained, "#").Should().Equal("a=2");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("#")]
    public void An_expired_message_is_neither_given_nor_kept(string filter)
    {
        var retained = New();
        Store(retained, "a", "1", expiresAt: 1000);

        Match(retained, filter, now: 999).Should().Equal("a=1");
        Match(retained, filter, now: 1000).Should().BeEmpty();
        _counters.RetainedMessages.Should().Be(0);
    }

    [Fact]
    public void Chosen_topics_are_forgotten()
    {
        var retained = New();
        Store(retained, "a", "1");
        Store(retained, "b", "2");

        retained.RemoveWhere(topic => topic.AsSpan().SequenceEqual("a"u8));

        Match(retained, "#").Should().Equal("b=2");
    }

    private RetainedMessages New(BrokerLimits? limits = null) => new(NoJournal.Create(), limits ?? new BrokerLimits(), _counters);

    private bool Store(RetainedMessages retained, string topic, string payload, long expiresAt = long.MaxValue, string? owner = null) => retained.Store(_pool.Rent(new Publication
    {
        Route = new TopicRoute(Encoding.UTF8.GetBytes(topic)),
        Payload = Encoding.UTF8.GetBytes(payload),
        ExpiresAt = expiresAt,
        Retain = true,
    }), owner);

    private static IEnumerable<string> Match(RetainedMessages retained, string filter, long now = 0) =>
        retained.Match(Encoding.UTF8.GetBytes(filter), now).Select(m => $"{Encoding.UTF8.GetString(m.Topic)}={Encoding.UTF8.GetString(m.Payload)}");
}
