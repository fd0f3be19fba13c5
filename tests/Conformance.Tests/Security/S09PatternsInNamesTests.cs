using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2017-7650, CVE-2026-44838: no part of a name is ever a pattern.</summary>
public class S09PatternsInNamesTests(RunningBroker broker) : LoginTest(broker)
{
    [Theory]
    [InlineData("{0}/#")]
    [InlineData("{0}/+")]
    [InlineData("{0}/.*")]
    [InlineData("{0}/%u")]
    [InlineData("{0}/press-1/#")]
    [InlineData("{0}/рress-1")] // the first letter is Cyrillic
    [InlineData("+/press-1")]
    [InlineData("#")]
    public async Task A_user_name_is_found_byte_for_byte_or_not_at_all(string userName)
    {
        await AddDeviceAsync("press-1");
        var client = await OpenWithLoginAsync();
        var name = string.Format(null, userName, Account);

        var answer = await client.ConnectAsync(clientId: $"{name}/x", with: c => c with { UserName = name, Password = "x"u8.ToArray() });

        answer.Reason.Should().Be(ReasonCode.BadUserNameOrPassword);
    }

    [Theory]
    [InlineData("#")]
    [InlineData("+")]
    [InlineData("../press-2")]
    [InlineData("%c")]
    [InlineData(".*")]
    public async Task A_client_identifier_changes_nothing_about_the_rights(string suffix)
    {
        var one = await AddDeviceAsync("press-1");
        var two = await AddDeviceAsync("press-2");

        var client = await LogInAsync(one, clientId: $"{one}/{suffix}");

        (await client.SubscribeAsync($"busroot/v1/dau/{two}")).Should().Equal(ReasonCode.NotAuthorized);
        await client.SendPublishAsync($"busroot/v1/dau/{two}", "x", QualityOfService.AtLeastOnce, packetId: 1);
        (await client.NextAsync()).Reason.Should().Be(ReasonCode.NotAuthorized);
    }
}
