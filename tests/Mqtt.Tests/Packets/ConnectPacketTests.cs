using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

public class ConnectPacketTests
{
    internal static readonly Vector[] Vectors =
    [
        new(
            "CONNECT, 3.1",
            Vector.V310,
            """
            10 11
              00 06 'MQIsdp' 03     ; name, level
              02 00 3C              ; clean, 60 s
              00 03 'cid'
            """,
            new ConnectPacket { Version = ProtocolVersion.V310, ClientId = "cid", KeepAlive = 60 }),
        new(
            "CONNECT, 3.1 with flags for fields that are missing",
            Vector.V310,
            "10 11 | 00 06 'MQIsdp' 03 | C2 00 3C | 00 03 'cid'",
            new ConnectPacket { Version = ProtocolVersion.V310, ClientId = "cid", KeepAlive = 60 },
            Canonical: false),
        new(
            "CONNECT, 3.1 with a flag it does not use",
            Vector.V310,
            "10 11 | 00 06 'MQIsdp' 03 | 03 00 3C | 00 03 'cid'",
            new ConnectPacket { Version = ProtocolVersion.V310, ClientId = "cid", KeepAlive = 60 },
            Canonical: false),
        new(
            "CONNECT, 3.1.1 without an identifier",
            Vector.V311,
            "10 0C | 00 04 'MQTT' 04 | 02 00 00 | 00 00",
            new ConnectPacket { Version = ProtocolVersion.V311, ClientId = "" }),
        new(
            "CONNECT, 3.1.1 with everything",
            Vector.V311,
            """
            10 21
              00 04 'MQTT' 04
              F4 00 0A              ; user, password, will retained with QoS 2, not clean; 10 s
              00 03 'cid'
              00 03 'w/t' 00 02 00 FF
              00 02 'me'
              00 03 'pwd'
            """,
            new ConnectPacket
            {
                Version = ProtocolVersion.V311,
                CleanStart = false,
                KeepAlive = 10,
                ClientId = "cid",
                UserName = "me",
                Password = "pwd"u8.ToArray(),
                Will = new Will { Topic = "w/t"u8.ToArray(), Payload = [0, 255], Qos = QualityOfService.ExactlyOnce, Retain = true },
            }),
        new(
            "CONNECT, 5.0 without properties",
            Vector.V500,
            "10 10 | 00 04 'MQTT' 05 | 00 FF FF | 00 | 00 03 'cid'",
            new ConnectPacket { Version = ProtocolVersion.V500, CleanStart = false, KeepAlive = 65_535, ClientId = "cid" }),
        new(
            "CONNECT, 5.0 with a password and no user name",
            Vector.V500,
            "10 11 | 00 04 'MQTT' 05 | 42 00 00 | 00 | 00 00 | 00 02 01 02",
            new ConnectPacket { Version = ProtocolVersion.V500, ClientId = "", Password = [1, 2] }),
        new(
            "CONNECT, 5.0 with everything",
            Vector.V500,
            """
            10 74
              00 04 'MQTT' 05
              EE 00 3C              ; user, password, will retained with QoS 1, clean; 60 s
              2C                    ; properties
                11 FF FF FF FF      ; session for ever
                21 00 20            ; receive maximum 32
                27 00 01 00 00      ; maximum packet size 65,536
                22 00 10            ; topic alias maximum 16
                19 01               ; response information wanted
                17 00               ; problem information not wanted
                26 00 01 'a' 00 01 'b'
                26 00 01 'a' 00 01 'b'
                15 00 01 'M'        ; authentication method
                16 00 03 00 01 02   ; authentication data
              00 03 'cid'
              25                    ; properties of the will
                18 00 00 00 05      ; delay 5 s
                02 00 00 00 0A      ; expiry 10 s
                01 01               ; text
                03 00 02 'ct'       ; content type
                08 00 03 'r/t'      ; response topic
                09 00 01 FF         ; correlation data
                26 00 02 'wp' 00 03 'val'
              00 03 'w/t' 00 02 'by'
              00 02 'me'
              00 03 'pwd'
            """,
            new ConnectPacket
            {
                Version = ProtocolVersion.V500,
                KeepAlive = 60,
                ClientId = "cid",
                UserName = "me",
                Password = "pwd"u8.ToArray(),
                SessionExpiryInterval = uint.MaxValue,
                ReceiveMaximum = 32,
                MaximumPacketSize = 65_536,
                TopicAliasMaximum = 16,
                RequestResponseInformation = true,
                RequestProblemInformation = false,
                UserProperties = [new("a", "b"), new("a", "b")],
                AuthenticationMethod = "M",
                AuthenticationData = [0, 1, 2],
                Will = new Will
                {
                    Topic = "w/t"u8.ToArray(),
                    Payload = "by"u8.ToArray(),
                    Qos = QualityOfService.AtLeastOnce,
                    Retain = true,
                    DelayInterval = 5,
                    MessageExpiryInterval = 10,
                    Properties = Bytes.Of("01 01 | 03 00 02 'ct' | 08 00 03 'r/t' | 09 00 01 FF | 26 00 02 'wp' 00 03 'val'"),
                },
            }),
    ];

    [Theory]
    [InlineData("10 0C | 00 04 'MQTT' 04 | 03 00 00 | 00 00", ReasonCode.MalformedPacket)] // reserved flag [MQTT-3.1.2-3]
    [InlineData("10 0C | 00 04 'MQTT' 04 | 0A 00 00 | 00 00", ReasonCode.MalformedPacket)] // QoS of no will [MQTT-3.1.2-11]
    [InlineData("10 0C | 00 04 'MQTT' 04 | 22 00 00 | 00 00", ReasonCode.MalformedPacket)] // retain of no will [MQTT-3.1.2-13]
    [InlineData("10 11 | 00 04 'MQTT' 04 | 1E 00 00 | 00 00 | 00 01 'w' 00 00", ReasonCode.MalformedPacket)] // will with QoS 3 [MQTT-3.1.2-12]
    [InlineData("10 0E | 00 04 'MQTT' 04 | 42 00 00 | 00 00 | 00 00", ReasonCode.MalformedPacket)] // password without user name
    [InlineData("10 0C | 00 04 'MQTT' 04 | 82 00 00 | 00 00", ReasonCode.MalformedPacket)] // user name flag, no user name
    [InlineData("10 0E | 00 04 'MQTT' 04 | C2 00 00 | 00 00 | 00 00", ReasonCode.MalformedPacket)] // password flag, no password
    [InlineData("10 0D | 00 04 'MQTT' 04 | 02 00 00 | 00 00 | 00", ReasonCode.MalformedPacket)] // trailing byte
    [InlineData("10 0E | 00 04 'MQTT' 04 | 02 00 00 | 00 02 C3 28", ReasonCode.MalformedPacket)] // client identifier not UTF-8 [MQTT-3.1.3-4]
    [InlineData("10 11 | 00 04 'MQTT' 04 | 06 00 00 | 00 00 | 00 01 '#' 00 00", ReasonCode.TopicNameInvalid)] // wildcard in the will's topic
    [InlineData("10 10 | 00 04 'MQTT' 04 | 06 00 00 | 00 00 | 00 00 00 00", ReasonCode.TopicNameInvalid)] // empty topic of the will
    [InlineData("10 0C | 00 04 'HTTP' 04 | 02 00 00 | 00 00", ReasonCode.MalformedPacket)] // another protocol
    [InlineData("10 0C | 00 04 'mqtt' 04 | 02 00 00 | 00 00", ReasonCode.MalformedPacket)] // names are compared byte for byte
    public void A_wrong_one_is_refused_before_5_0(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V311, reason);

    [Theory]
    [InlineData("10 10 | 00 04 'MQTT' 05 | 02 00 00 | 03 21 00 00 | 00 00", ReasonCode.ProtocolError)] // receive maximum 0
    [InlineData("10 12 | 00 04 'MQTT' 05 | 02 00 00 | 05 27 00 00 00 00 | 00 00", ReasonCode.ProtocolError)] // maximum packet size 0
    [InlineData("10 0F | 00 04 'MQTT' 05 | 02 00 00 | 02 17 02 | 00 00", ReasonCode.ProtocolError)] // neither true nor false
    [InlineData("10 0F | 00 04 'MQTT' 05 | 02 00 00 | 02 19 02 | 00 00", ReasonCode.ProtocolError)] // neither true nor false
    [InlineData("10 10 | 00 04 'MQTT' 05 | 02 00 00 | 03 16 00 00 | 00 00", ReasonCode.ProtocolError)] // authentication data, no method
    [InlineData("10 13 | 00 04 'MQTT' 05 | 02 00 00 | 06 22 00 01 22 00 01 | 00 00", ReasonCode.ProtocolError)] // given twice
    [InlineData("10 12 | 00 04 'MQTT' 05 | 02 00 00 | 05 18 00 00 00 01 | 00 00", ReasonCode.MalformedPacket)] // will delay outside the will
    [InlineData("10 10 | 00 04 'MQTT' 05 | 02 00 00 | 03 23 00 01 | 00 00", ReasonCode.MalformedPacket)] // topic alias, a property of PUBLISH
    [InlineData("10 0D | 00 04 'MQTT' 05 | 02 00 00 | 05 | 00 00", ReasonCode.MalformedPacket)] // properties overrun the packet
    [InlineData("10 16 | 00 04 'MQTT' 05 | 06 00 00 | 00 | 00 00 | 03 23 00 01 | 00 01 'w' 00 00", ReasonCode.MalformedPacket)] // topic alias in a will
    public void A_wrong_one_is_refused_in_5_0(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V500, reason);

    [Theory]
    [InlineData("10 0C | 00 04 'MQTT' 03 | 02 00 00 | 00 00", 3)] // 3.1 has another name
    [InlineData("10 0C | 00 04 'MQTT' 06 | 02 00 00 | 00 00", 6)]
    [InlineData("10 0C | 00 04 'MQTT' 00 | 02 00 00 | 00 00", 0)]
    [InlineData("10 0C | 00 04 'MQTT' 84 | 02 00 00 | 00 00", 0x84)] // a bridge's private mark
    [InlineData("10 0E | 00 06 'MQIsdp' 04 | 02 00 00 | 00 00", 4)]
    [InlineData("10 07 | 00 04 'MQTT' 7F", 0x7F)] // what follows is nobody's business
    public void An_unknown_level_is_told_apart(string bytes, byte level)
    {
        var read = () => Wire.Decode(Bytes.Of(bytes), ProtocolVersion.V311);

        read.Should().Throw<UnsupportedProtocolVersionException>().Which.Level.Should().Be(level);
        PeekVersion(bytes).Should().BeNull();
    }

    [Theory]
    [InlineData("10 0C | 00 04 'MQTT' 05 | FF 00 00 | 00 00", ProtocolVersion.V500)]
    [InlineData("10 07 | 00 04 'MQTT' 04", ProtocolVersion.V311)]
    [InlineData("10 09 | 00 06 'MQIsdp' 03", ProtocolVersion.V310)]
    [InlineData("10 06 | 00 04 'MQTT'", null)]
    [InlineData("10 00", null)]
    public void A_refused_CONNECT_still_tells_its_version(string bytes, ProtocolVersion? version) => PeekVersion(bytes).Should().Be(version);

    [Fact]
    public void Credentials_are_not_in_what_a_log_would_show()
    {
        var packet = new ConnectPacket { Version = ProtocolVersion.V500, ClientId = "cid", UserName = "me", Password = "secret"u8.ToArray() };

        packet.ToString().Should().NotContain("secret");
    }

    private static ProtocolVersion? PeekVersion(string text)
    {
        ReadOnlySpan<byte> bytes = Bytes.Of(text);
        FrameReader.TryRead(ref bytes, 1024, out var frame).Should().BeTrue();
        return ConnectPacket.PeekVersion(frame);
    }
}
