using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Connections;

public class BackPressureTests
{
    private const string Raw = "busroot/v1/dau/acme/press-1";

    [Theory]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V500)]
    public void When_the_lane_is_full_nothing_is_lost_nothing_acknowledged_and_reading_resumes(ProtocolVersion version)
    {
        var test = new TestBroker { Intake = { Room = 2 } };
        var device = test.LogIn("acme/press-1", version: version);
        device.Received();

        device.Send([.. Enumerable.Range(1, 5).SelectMany(i => TestClient.EncodePublish(version, Raw, $"{i}", QualityOfService.AtLeastOnce, (ushort)i))]);

        test.Intake.Readings.Select(reading => reading.Payload).Should().Equal("1", "2");
        device.Connection.ReadingPaused.Should().BeTrue();
        device.Received().Should().BeEmpty();

        while (device.UnreadBytes > 0)
        {
            test.Batch(() => Free(test));
            device.Transport.Resumes.Should().BePositive();
            device.ReadOn();
        }

        test.Batch(() => Free(test));
        device.Received().Select(packet => packet.PacketId).Should().Equal(1, 2, 3, 4, 5);
        test.Broker.Counters.MessagesReceived.Should().Be(5, "a packet that waits is counted when it is taken");
    }

    [Fact]
    public void One_device_that_waits_does_not_stop_another()
    {
        var test = new TestBroker { Intake = { Room = 0 } };
        var device = test.LogIn("acme/press-1");
        device.Publish(Raw, "1");
        var other = test.Connect("other");
        other.Subscribe("a");
        other.Received();

        test.Connect("publisher").Publish("a", "through");

        other.ReceivedOne().Payload.Should().Be("through");
    }

    [Theory]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public void An_older_client_over_the_quota_is_not_read_until_something_is_settled(QualityOfService qos)
    {
        var test = new TestBroker(new BrokerLimits { ReceiveMaximum = 2 });
        var device = test.LogIn("acme/press-1", version: ProtocolVersion.V311);
        device.Received();

        device.Send([.. Enumerable.Range(1, 3).SelectMany(i => TestClient.EncodePublish(device.Version, Raw, $"{i}", qos, (ushort)i))]);
        test.Intake.Readings.Should().HaveCount(2);

        test.Batch(() => MemoryIntake.Commit(test.Intake.Readings[0]));
        device.Transport.Resumes.Should().Be(1);
        device.ReadOn();

        test.Intake.Readings.Should().HaveCount(3);
        device.ReceivedOne().PacketId.Should().Be(1);
    }

    [Fact]
    public void An_older_client_that_releases_late_is_still_read()
    {
        var test = new TestBroker(new BrokerLimits { ReceiveMaximum = 2 });
        var client = test.Connect("c", ProtocolVersion.V311);
        client.Received();

        for (ushort i = 1; i <= 10; i++)
        {
            client.Publish("a", "x", QualityOfService.ExactlyOnce, i);
        }

        for (ushort i = 1; i <= 10; i++)
        {
            client.Send(new PubRelPacket(i));
        }

        client.Received().Select(packet => packet.Type).Should().Equal(
            [.. Enumerable.Repeat(PacketType.PubRec, 10), .. Enumerable.Repeat(PacketType.PubComp, 10)]);
    }

    [Theory]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public void A_client_that_was_told_the_quota_may_use_all_of_it_and_no_more(QualityOfService qos)
    {
        var test = new TestBroker(new BrokerLimits { ReceiveMaximum = 4 });
        var device = test.LogIn("acme/press-1");
        device.ReceivedOne().ConnAck!.ReceiveMaximum.Should().Be(4);

        for (ushort i = 1; i <= 4; i++)
        {
            device.Publish(Raw, "x", qos, i);
        }

        device.IsClosed.Should().BeFalse();
        device.Publish(Raw, "x", qos, 5);
        device.ReceivedOne().Reason.Should().Be(ReasonCode.ReceiveMaximumExceeded);
        device.IsClosed.Should().BeTrue();
    }

    [Fact]
    public void Acknowledgements_come_in_order_of_receipt_though_an_ordinary_message_is_done_at_once()
    {
        var test = new TestBroker();
        var client = test.Connect("c");
        client.Received();
        client.Publish("busroot/v1/dau/acme/press-1", "reading", QualityOfService.AtLeastOnce, 1);
        client.Publish("ordinary", "x", QualityOfService.AtLeastOnce, 2);
        client.Publish("ordinary", "x", QualityOfService.ExactlyOnce, 3);
        client.Received().Should().BeEmpty();

        test.Batch(() => MemoryIntake.Commit(test.Intake.Readings[0]));

        client.Received().Select(packet => (packet.Type, packet.PacketId)).Should().Equal(
            (PacketType.PubAck, 1), (PacketType.PubAck, 2), (PacketType.PubRec, 3));
    }

    [Fact]
    public void A_repeated_publish_is_not_answered_before_the_first_is_committed_not_even_on_a_new_connection()
    {
        var test = new TestBroker();
        Func<ConnectPacket, ConnectPacket> lasting = c => c with { CleanStart = false, SessionExpiryInterval = 100 };
        test.LogIn("acme/press-1", with: lasting).Publish(Raw, "x", QualityOfService.ExactlyOnce, 7);

        var again = test.LogIn("acme/press-1", with: lasting);
        again.Received();
        again.Publish(Raw, "x", QualityOfService.ExactlyOnce, 7, dup: true);
        again.Received().Should().BeEmpty();

        test.Batch(() => MemoryIntake.Commit(test.Intake.Readings.Should().ContainSingle().Subject));
        var answer = again.ReceivedOne();
        (answer.Type, answer.PacketId).Should().Be((PacketType.PubRec, 7));
    }

    private static void Free(TestBroker test)
    {
        test.Intake.Readings.ForEach(reading => MemoryIntake.Commit(reading));
        test.Intake.Readings.Clear();
        var waiting = test.Intake.Waiting.ToList();
        test.Intake.Waiting.Clear();
        waiting.ForEach(connection => connection.ResumeReading());
    }
}
