using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Connecting;

public class SessionPresentTests(RunningBroker broker) : BrokerTest(broker)
{
    private readonly string _id = WireClient.NewId();

    [Theory, Clause("MQTT-3.1.2-4"), Clause("MQTT-3.1.2-5"), Clause("MQTT-3.1.2-6"), Clause("MQTT-3.2.2-2"), Clause("MQTT-3.2.2-3")]
    [InlineData(60u, false, true)]
    [InlineData(60u, true, false)]
    [InlineData(0u, false, false)]
    [InlineData(null, false, false)]
    public async Task In_5_0_it_tells_whether_there_was_a_session(uint? expiry, bool cleanStart, bool present)
    {
        var first = await OpenAsync();
        (await first.ConnectAsync(clientId: _id, with: c => c with { CleanStart = false, SessionExpiryInterval = expiry })).SessionPresent.Should().BeFalse();
        await first.SendAsync("E0 00");
        await first.ExpectClosedAsync();

        (await (await OpenAsync()).ConnectAsync(clientId: _id, with: c => c with { CleanStart = cleanStart })).SessionPresent.Should().Be(present);
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    public async Task In_3_1_1_it_tells_whether_there_was_a_session(bool cleanBefore, bool cleanNow, bool present)
    {
        var first = await ConnectAsync(ProtocolVersion.V311, _id, c => c with { CleanStart = cleanBefore });
        await first.SendAsync("E0 00");
        await first.ExpectClosedAsync();

        (await (await OpenAsync()).ConnectAsync(ProtocolVersion.V311, _id, c => c with { CleanStart = cleanNow })).SessionPresent.Should().Be(present);
    }

    [Fact, Clause("MQTT-3.2.2-6")]
    public async Task It_is_false_when_the_connection_is_refused()
    {
        var client = await OpenWithLoginAsync();

        var answer = await client.ConnectAsync(with: c => c with { CleanStart = false });

        answer.Reason.Should().Be(ReasonCode.NotAuthorized);
        answer.SessionPresent.Should().BeFalse();
        (await client.ExpectClosedAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(100, 50, true)]
    [InlineData(100, 101, false)]
    public async Task DISCONNECT_may_change_the_expiry(uint expiry, int seconds, bool present)
    {
        var client = await ConnectAsync(clientId: _id, with: c => c with { SessionExpiryInterval = 10 });
        await client.SendAsync(new DisconnectPacket { SessionExpiryInterval = expiry });
        (await client.ExpectClosedAsync()).Should().BeEmpty();

        await Broker.PassAsync(seconds);

        (await (await OpenAsync()).ConnectAsync(clientId: _id, with: c => c with { CleanStart = false })).SessionPresent.Should().Be(present);
    }

    [Fact, Clause("MQTT-3.1.2-23")]
    public async Task A_session_is_gone_after_its_expiry()
    {
        (await ConnectAsync(clientId: _id, with: c => c with { SessionExpiryInterval = 10 })).Reset();
        await Broker.PassAsync(seconds: 1); // until the loss has been seen
        await Broker.PassAsync(seconds: 11);

        (await (await OpenAsync()).ConnectAsync(clientId: _id, with: c => c with { CleanStart = false })).SessionPresent.Should().BeFalse();
    }
}
