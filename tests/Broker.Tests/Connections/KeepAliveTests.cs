using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Connections;

public class KeepAliveTests
{
    private readonly TestBroker _test = new(new BrokerLimits { LongestKeepAlive = TimeSpan.FromSeconds(60) });

    [Fact]
    public void A_client_is_gone_after_one_and_a_half_keep_alives_and_not_before()
    {
        var client = _test.Connect("c", with: c => c with { KeepAlive = 10 });
        client.Received();

        _test.Pass(seconds: 15);
        client.IsClosed.Should().BeFalse();

        _test.Pass(seconds: 1);
        client.IsClosed.Should().BeTrue();
        client.ReceivedOne().Reason.Should().Be(ReasonCode.KeepAliveTimeout);
    }

    [Fact]
    public void Any_packet_counts_as_a_sign_of_life()
    {
        var client = _test.Connect("c", with: c => c with { KeepAlive = 10 });

        for (var i = 0; i < 5; i++)
        {
            _test.Pass(seconds: 14);
            client.Send([0xC0, 0x00]);
        }

        client.IsClosed.Should().BeFalse();
    }

    [Fact]
    public void An_older_client_may_switch_it_off()
    {
        var client = _test.Connect("c", ProtocolVersion.V311, c => c with { KeepAlive = 0 });

        _test.Pass(TimeSpan.FromDays(1) / 24);

        client.IsClosed.Should().BeFalse();
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(61, 60)]
    [InlineData(60, null)]
    [InlineData(1, null)]
    public void A_client_that_can_be_told_is_given_the_longest_one_allowed(int asked, int? told) =>
        _test.Connect("c", with: c => c with { KeepAlive = (ushort)asked }).ReceivedOne().ConnAck!.ServerKeepAlive.Should().Be((ushort?)told);

    [Fact]
    public void A_client_that_is_not_read_is_not_blamed_for_its_silence()
    {
        var client = _test.Connect("c", with: c => c with { KeepAlive = 10 });
        _test.Intake.Room = 0;
        client.Publish("busroot/v1/dau/acme/press-1", "1", QualityOfService.AtLeastOnce, 1);

        _test.Pass(seconds: 60);
        client.IsClosed.Should().BeFalse("its PINGREQ may wait behind what the lane could not take");

        _test.Intake.Room = 1;
        _test.Batch(client.Connection.ResumeReading);
        client.ReadOn();
        _test.Pass(seconds: 14);
        client.IsClosed.Should().BeFalse();
        _test.Pass(seconds: 2);
        client.IsClosed.Should().BeTrue();
    }

    [Fact]
    public void Who_does_not_log_in_in_time_is_closed_however_busily_it_sends()
    {
        var client = _test.Accept();
        var connect = new ConnectPacket { Version = ProtocolVersion.V311, ClientId = "slow" };
        var bytes = new byte[connect.EncodedLength()];
        connect.Encode(bytes);

        for (var i = 0; i < bytes.Length - 1 && !client.IsClosed; i++)
        {
            client.Send(bytes.AsSpan(i, 1));
            _test.Pass(seconds: 1);
        }

        client.IsClosed.Should().BeTrue();
        client.Received().Should().BeEmpty();
    }
}
