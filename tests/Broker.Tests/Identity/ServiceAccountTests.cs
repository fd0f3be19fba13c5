using Busroot.Broker.Identity;

namespace Busroot.Broker.Tests.Identity;

public class ServiceAccountTests
{
    [Theory]
    [InlineData("core", ServiceRole.Core, null)]
    [InlineData("tools.acme", ServiceRole.Integrator, "acme")]
    [InlineData("ops", ServiceRole.Admin, null)]
    public void A_whole_account_is_allowed(string name, ServiceRole role, string? account) =>
        ServiceAccount.Problems(name, role, account).Should().BeEmpty();

    [Theory]
    [InlineData("", ServiceRole.Core, null, "name")]
    [InlineData("acme/press-1", ServiceRole.Core, null, "name")] // or it could be taken for a device
    [InlineData("local-admin", ServiceRole.Admin, null, "name")]
    [InlineData("tools", ServiceRole.Integrator, null, "account")]
    [InlineData("tools", ServiceRole.Integrator, "dau", "account")]
    [InlineData("core", ServiceRole.Core, "acme", "account")]
    public void A_wrong_field_is_named(string name, ServiceRole role, string? account, string field) =>
        ServiceAccount.Problems(name, role, account).Should().ContainSingle().Which.Field.Should().Be(field);

    [Fact]
    public void Both_fields_are_told_at_once() =>
        ServiceAccount.Problems("a b", ServiceRole.Integrator, null).Select(problem => problem.Field).Should().Equal("name", "account");
}
