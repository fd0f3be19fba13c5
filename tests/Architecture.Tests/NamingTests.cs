namespace Busroot.Architecture.Tests;

/// <summary>Names that could hold anything end up holding everything; and nothing is left for later without saying where.</summary>
public class NamingTests
{
    [Theory]
    [InlineData("*Manager.cs")]
    [InlineData("*Helper.cs")]
    [InlineData("*Helpers.cs")]
    [InlineData("*Utils.cs")]
    [InlineData("*Utilities.cs")]
    [InlineData("*Common.cs")]
    public void No_type_has_a_name_that_holds_anything(string pattern) => Sources.Files("src", pattern).Should().BeEmpty();

    [Theory]
    [InlineData("TODO")]
    [InlineData("FIXME")]
    [InlineData("NotImplementedException")]
    public void Nothing_is_left_undone(string mark) =>
        Sources.Files("src", "*.cs").Where(file => File.ReadAllText(file).Contains(mark, StringComparison.Ordinal)).Should().BeEmpty();
}
