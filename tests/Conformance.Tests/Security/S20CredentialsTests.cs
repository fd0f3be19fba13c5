using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2026-32696: every shape of credentials gets an answer, and only the right ones get in.</summary>
public class S20CredentialsTests(RunningBroker broker) : LoginTest(broker)
{
    [Theory]
    [InlineData(null, null, ReasonCode.NotAuthorized)]
    [InlineData("{0}", null, ReasonCode.NotAuthorized)]
    [InlineData(null, 43, ReasonCode.NotAuthorized)]
    [InlineData("", 0, ReasonCode.BadUserNameOrPassword)]
    [InlineData("{0}", 0, ReasonCode.BadUserNameOrPassword)]
    [InlineData("{0}", 43, ReasonCode.BadUserNameOrPassword)]
    [InlineData("{0}", 10_000, ReasonCode.BadUserNameOrPassword)]
    [InlineData("nobody", 43, ReasonCode.BadUserNameOrPassword)]
    public async Task Anything_but_the_right_ones_is_refused_and_closed(string? userName, int? passwordBytes, ReasonCode expected)
    {
        var device = await AddDeviceAsync("press-1");
        foreach (var version in (ProtocolVersion[])[ProtocolVersion.V311, ProtocolVersion.V500])
        {
            if (version == ProtocolVersion.V311 && userName is null && passwordBytes is not null)
            {
                continue; // 3.1.1 cannot say it
            }

            var client = await OpenWithLoginAsync();

            var answer = await client.ConnectAsync(version, $"{device}/x", c => c with
            {
                UserName = userName is null ? null : string.Format(null, userName, device),
                Password = passwordBytes is { } length ? new byte[length] : null,
            });

            answer.Reason.Should().Be(expected);
            (await client.ExpectClosedAsync()).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task A_password_of_64_KiB_is_refused_by_its_size_before_it_is_read()
    {
        var client = await OpenWithLoginAsync();

        await client.SendConnectAsync(new() { Version = ProtocolVersion.V500, ClientId = "a/b/x", UserName = "a/b", Password = new byte[65_535] });

        (await client.ExpectClosedAsync()).Should().BeEmpty();
    }
}
