using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

public class ConnAckPacketTests
{
    internal static readonly Vector[] Vectors =
    [
        new("CONNACK, accepted", Vector.Old, "20 02 | 00 00", new ConnAckPacket()),
        new("CONNACK, session present", Vector.V311, "20 02 | 01 00", new ConnAckPacket { SessionPresent = true }),
        new("CONNACK, refused", Vector.Old, "20 02 | 00 05", new ConnAckPacket { Reason = ReasonCode.NotAuthorized }),
        new("CONNACK, a byte 3.1 does not use", Vector.V310, "20 02 | FF 00", new ConnAckPacket(), Canonical: false),
        new("CONNACK, no properties", Vector.V500, "20 03 | 01 00 | 00", new ConnAckPacket { SessionPresent = true }),
        new("CONNACK, refused in 5.0", Vector.V500, "20 03 | 00 8A | 00", new ConnAckPacket { Reason = ReasonCode.Banned }),
        new(
            "CONNACK, every property",
            Vector.V500,
            """
            20 4E | 01 00 | 4B
              11 00 00 00 3C            ; session expiry 60 s
              27 00 00 10 00            ; maximum packet size 4,096
              12 00 02 'id'             ; assigned client identifier
              1F 00 02 'hi'             ; reason string
              26 00 01 'a' 00 01 'b'    ; user property
              26 00 01 'a' 00 01 'c'    ; and another of that name
              1A 00 04 'resp'           ; response information
              1C 00 03 'x:1'            ; server reference
              15 00 01 'M'              ; authentication method
              16 00 02 00 FF            ; authentication data
              21 00 20                  ; receive maximum 32
              22 00 10                  ; topic alias maximum 16
              13 00 1E                  ; server keep alive 30 s
              24 01                     ; maximum QoS 1
              25 00                     ; no retained messages
              28 00                     ; no wildcards
              29 00                     ; no subscription identifiers
              2A 00                     ; no shared subscriptions
            """,
            new ConnAckPacket
            {
                SessionPresent = true,
                SessionExpiryInterval = 60,
                MaximumPacketSize = 4096,
                AssignedClientId = "id",
                ReasonString = "hi",
                UserProperties = [new("a", "b"), new("a", "c")],
                ResponseInformation = "resp",
                ServerReference = "x:1",
                AuthenticationMethod = "M",
                AuthenticationData = [0, 255],
                ReceiveMaximum = 32,
                TopicAliasMaximum = 16,
                ServerKeepAlive = 30,
                MaximumQos = QualityOfService.AtLeastOnce,
                RetainAvailable = false,
                WildcardSubscriptionAvailable = false,
                SubscriptionIdentifiersAvailable = false,
                SharedSubscriptionAvailable = false,
            }),
        new(
            "CONNACK, defaults spelled out",
            Vector.V500,
            "20 0B | 00 00 | 08 | 21 FF FF | 22 00 00 | 25 01",
            new ConnAckPacket(),
            Canonical: false),
    ];

    [Theory]
    [InlineData("20 02 | 02 00", ReasonCode.MalformedPacket)] // reserved flag [MQTT-3.2.2-1]
    [InlineData("20 02 | 01 05", ReasonCode.ProtocolError)] // refused, yet a session [MQTT-3.2.2-4 of 3.1.1]
    [InlineData("20 02 | 00 06", ReasonCode.ProtocolError)] // reserved code
    [InlineData("20 03 | 00 00 | 00", ReasonCode.MalformedPacket)] // the 5.0 form
    public void A_wrong_one_is_refused_before_5_0(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V311, reason);

    [Theory]
    [InlineData("20 03 | 80 00 | 00", ReasonCode.MalformedPacket)] // reserved flag
    [InlineData("20 03 | 01 80 | 00", ReasonCode.ProtocolError)] // refused, yet a session [MQTT-3.2.2-6]
    [InlineData("20 03 | 00 01 | 00", ReasonCode.ProtocolError)] // a code of SUBACK
    [InlineData("20 02 | 00 00", ReasonCode.MalformedPacket)] // the 3.x form
    [InlineData("20 06 | 00 00 | 03 | 21 00 00", ReasonCode.ProtocolError)] // receive maximum 0
    [InlineData("20 08 | 00 00 | 05 | 27 00 00 00 00", ReasonCode.ProtocolError)] // maximum packet size 0
    [InlineData("20 05 | 00 00 | 02 | 24 02", ReasonCode.ProtocolError)] // maximum QoS 2 is said by silence
    [InlineData("20 05 | 00 00 | 02 | 25 02", ReasonCode.ProtocolError)] // neither true nor false
    [InlineData("20 07 | 00 00 | 04 | 25 01 25 01", ReasonCode.ProtocolError)] // given twice
    [InlineData("20 05 | 00 00 | 02 | 17 01", ReasonCode.MalformedPacket)] // request problem information, a property of CONNECT
    [InlineData("20 04 | 00 00 | 00 | 00", ReasonCode.MalformedPacket)] // trailing byte
    public void A_wrong_one_is_refused_in_5_0(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V500, reason);

    [Theory]
    [InlineData(ReasonCode.UnsupportedProtocolVersion, 1)]
    [InlineData(ReasonCode.ClientIdentifierNotValid, 2)]
    [InlineData(ReasonCode.ServerUnavailable, 3)]
    [InlineData(ReasonCode.ServerBusy, 3)]
    [InlineData(ReasonCode.QuotaExceeded, 3)]
    [InlineData(ReasonCode.BadUserNameOrPassword, 4)]
    [InlineData(ReasonCode.NotAuthorized, 5)]
    public void A_reason_becomes_the_nearest_return_code_of_3_x(ReasonCode reason, byte code)
    {
        Wire.Encode(new ConnAckPacket { Reason = reason, SessionPresent = true }, ProtocolVersion.V311).Should().Equal(0x20, 2, 0, code);
    }
}
