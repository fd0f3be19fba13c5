using System.Text;
using Busroot.Broker.Authorization;

namespace Busroot.Broker.Tests.Authorization;

public class BusrootTopicTests
{
    [Theory]
    [InlineData("busroot/v1/dau/acme/press-1", "press-1")]
    [InlineData("busroot/v2/dau/acme/press-1", "press-1")]
    [InlineData("busroot/v1/dau/acme/press-1/energy/kwh", "press-1")]
    [InlineData("busroot/v1/dau/acme/press-1/", "press-1")]
    [InlineData("busroot/v1/dau/acme/a:b.c_d-e", "a:b.c_d-e")]
    public void Raw_topics_name_their_device(string topic, string device)
    {
        BusrootTopic.TryParse(Encoding.UTF8.GetBytes(topic), out var parsed).Should().BeTrue();

        parsed.Should().Be(new BusrootTopic(BusrootTopicKind.Raw, "acme", device, ""));
        parsed.DeviceId.Should().Be($"acme/{device}");
    }

    [Fact]
    public void Signals_topics_name_device_or_station()
    {
        BusrootTopic.TryParse("busroot/v1/acme/press-1"u8, out var device).Should().BeTrue();
        BusrootTopic.TryParse("busroot/v2/acme/signals/Line 1"u8, out var station).Should().BeTrue();

        device.Should().Be(new BusrootTopic(BusrootTopicKind.DeviceSignals, "acme", "press-1", ""));
        station.Should().Be(new BusrootTopic(BusrootTopicKind.StationSignals, "acme", "", "Line 1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("busroot")]
    [InlineData("busroot/v1")]
    [InlineData("busroot/v1/dau")]
    [InlineData("busroot/v1/dau/acme")]
    [InlineData("busroot/v3/dau/acme/press-1")]
    [InlineData("busroot/v1/acme")]
    [InlineData("busroot/v1/acme/press-1/more")]
    [InlineData("busroot/v2/acme/press-1")]
    [InlineData("busroot/v2/acme/signals")]
    [InlineData("busroot/v2/acme/signals/")]
    [InlineData("busroot/v2/acme/signals/a/b")]
    [InlineData("busroot/v1/dau//press-1")]
    [InlineData("busroot/v1/dau/acme/")]
    [InlineData("busroot/v1/dau/ac me/press-1")]
    [InlineData("busroot/v1/dau/dau/press-1")]
    [InlineData("busroot/v1/dau/signals/press-1")]
    [InlineData("busroot/v1/dau/acme/pręss")]
    [InlineData("/busroot/v1/dau/acme/press-1")]
    [InlineData("BUSROOT/v1/dau/acme/press-1")]
    [InlineData("$share/g/busroot/v1/dau/acme/press-1")]
    public void Anything_else_is_no_Busroot_topic(string topic) =>
        BusrootTopic.TryParse(Encoding.UTF8.GetBytes(topic), out _).Should().BeFalse();
}
