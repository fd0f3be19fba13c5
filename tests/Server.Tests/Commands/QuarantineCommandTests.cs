using Busroot.Server.Tests.Hosting;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Tests.Commands;

public class QuarantineCommandTests
{
    [Fact]
    public async Task Failed_readings_are_shown_with_their_reason_and_cannot_command_the_terminal()
    {
        await using var server = await RunningServer.StartAsync();
        var store = (QuarantineStore)server.Host.Services.GetService(typeof(QuarantineStore))!;
        store.Append(
        [
            Entry("acme/a", "{\"c1\":nan}"u8.ToArray()) with { RuleId = "arduino/opta-dau", Revision = "3f9a", Line = 7, Column = 3 },
            Entry("acme/b", [0x1B, (byte)'[', (byte)'2', (byte)'J', 0xFF]),
        ]);

        var list = await CommandRun.Of("quarantine", "list", "--data", server.Data);
        var filtered = await CommandRun.Of("quarantine", "list", "--device", "acme/a", "--json", "--data", server.Data);
        var counts = await CommandRun.Of("quarantine", "counts", "--data", server.Data);

        list.Output.Should().Contain("utf8: {\"c1\":nan}").And.Contain("rule arduino/opta-dau, revision 3f9a at line 7, column 3").And.Contain("base64: G1sySv8=");
        list.Output.Should().NotContain("\x1b");
        filtered.Output.Should().Contain("acme/a").And.NotContain("acme/b").And.Contain("\"fault\":\"InvalidPayload\"");
        counts.Output.Should().Contain("2 readings");
        (await CommandRun.Of("quarantine", "list", "--limit", "0", "--data", server.Data)).Error.Should().Contain("A page holds 1 to 1000");
    }

    private static QuarantineEntry Entry(string device, byte[] payload) =>
        new(device, $"busroot/v1/dau/{device}", payload, DateTimeOffset.UnixEpoch) { Fault = "InvalidPayload", Message = "not JSON\u001b[31m at byte 6" };
}
