namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2017-7651 and its kin: a length that is claimed costs nothing until its bytes come.</summary>
public class S01AnnouncedLengthTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory]
    [InlineData("10 FF FF FF 7F 00 04 'MQTT' 04")] // 256 MiB before login
    [InlineData("10 81 80 01 00 04 'MQTT' 04")] // 1 byte more than 16 KiB
    public async Task Before_login_a_connection_that_claims_too_much_is_closed_at_once(string start)
    {
        for (var i = 0; i < 200; i++)
        {
            await using var client = await OpenWithLoginAsync();

            await client.SendAsync(start);

            (await client.ExpectClosedAsync()).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Many_that_claim_what_is_allowed_and_send_little_cost_little()
    {
        var clients = new List<WireClient>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 500; i++)
        {
            var client = await OpenWithLoginAsync();
            await client.SendAsync("10 FF 7F 00 04 'MQTT' 04"); // 16,383 bytes claimed, 7 sent
            clients.Add(client);
        }

        await (await ConnectAsync()).PingAsync(); // all of it has been read

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(500L * 12 * 1024, "of the 8 MiB claimed, only the sockets and their first blocks exist");
        clients.Should().HaveCount(500);
    }
}
