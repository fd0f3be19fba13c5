namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2017-9868: what is stored is for its owner's eyes only.</summary>
public class S18StateFilesTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact]
    public async Task No_file_of_a_running_broker_can_be_read_by_others()
    {
        await (await ConnectAsync()).PublishAsync(Topic, "x", retain: true);

        var open = Directory.EnumerateFiles(Broker.DataPath, "*", SearchOption.AllDirectories)
            .Where(file => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode)0b000_111_111) != 0);

        open.Should().BeEmpty();
    }
}
