using Busroot.Server.Pipeline;

namespace Busroot.Server.Tests.Pipeline;

public class PartitionTests
{
    [Theory]
    [InlineData("acme/press-1", 92)]
    [InlineData("acme/press-2", 105)]
    [InlineData("a/b", 222)]
    public void The_partition_of_a_device_never_changes(string deviceId, byte partition) => Partition.Of(deviceId).Should().Be(partition);

    [Fact]
    public void Devices_spread_over_all_partitions()
    {
        var counts = Enumerable.Range(0, 25_600).GroupBy(i => Partition.Of($"acme/press-{i}")).Select(group => group.Count()).ToList();

        counts.Should().HaveCount(Partition.Count).And.OnlyContain(count => count > 50 && count < 150);
    }
}
