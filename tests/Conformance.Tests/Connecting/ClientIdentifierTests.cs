using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Connecting;

public class ClientIdentifierTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact, Clause("MQTT-3.1.3-6"), Clause("MQTT-3.1.3-7"), Clause("MQTT-3.2.2-16")]
    public async Task An_empty_one_is_replaced_by_one_of_its_own()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());

        var one = await first.ConnectAsync(clientId: "", with: c => c with { CleanStart = false });
        var two = await second.ConnectAsync(clientId: "");

        one.AssignedClientId.Should().NotBeNullOrEmpty().And.NotBe(two.AssignedClientId);
        await first.PingAsync();
    }

    [Fact]
    public async Task The_assigned_one_names_the_session_from_then_on()
    {
        var client = await OpenAsync();
        var assigned = (await client.ConnectAsync(clientId: "", with: c => c with { SessionExpiryInterval = 60 })).AssignedClientId!;
        client.Reset();

        (await (await OpenAsync()).ConnectAsync(clientId: assigned, with: c => c with { CleanStart = false })).SessionPresent.Should().BeTrue();
    }

    [Theory]
    [InlineData(ProtocolVersion.V311, true, ReasonCode.Success)]
    [InlineData(ProtocolVersion.V311, false, ReasonCode.ClientIdentifierNotValid)] // [MQTT-3.1.3-8] of 3.1.1
    [InlineData(ProtocolVersion.V310, true, ReasonCode.ClientIdentifierNotValid)]
    public async Task An_older_client_may_leave_it_empty_only_with_a_clean_session(ProtocolVersion version, bool clean, ReasonCode expected)
    {
        var client = await OpenAsync();

        (await client.ConnectAsync(version, clientId: "", with: c => c with { CleanStart = clean })).Reason.Should().Be(expected);

        if (expected != ReasonCode.Success)
        {
            (await client.ExpectClosedAsync()).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task The_23_bytes_of_3_1_are_no_limit() => await (await ConnectAsync(ProtocolVersion.V310, $"{Topic}-which-is-longer-than-that")).PingAsync();

    [Theory]
    [InlineData("with spaces and / + # $ in it")]
    [InlineData("ünïcødé \uFEFF 😀")]
    [InlineData(" ")]
    public async Task The_open_listener_takes_any_text(string clientId) => await (await ConnectAsync(clientId: clientId)).PingAsync();

    [Theory]
    [InlineData(65_000)]
    [InlineData(65_535)]
    public async Task The_open_listener_takes_one_as_long_as_the_protocol_allows(int length)
    {
        foreach (var version in (ProtocolVersion[])[ProtocolVersion.V311, ProtocolVersion.V500])
        {
            await (await ConnectAsync(version, clientId: new string('x', length))).PingAsync();
        }
    }
}
