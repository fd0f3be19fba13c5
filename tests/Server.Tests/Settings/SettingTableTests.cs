using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Busroot.Server.Settings;

namespace Busroot.Server.Tests.Settings;

public class SettingTableTests
{
    [Fact]
    public void Every_property_of_the_limits_can_be_set() =>
        SettingTable.Sections.Sum(section => section.Record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Count(property => property.CanWrite))
            .Should().Be(SettingTable.All.Length).And.BeGreaterThan(30);

    [Fact]
    public void Every_default_is_within_its_range_and_reads_as_it_is_shown()
    {
        foreach (var setting in SettingTable.All.Where(setting => setting.Default != "none"))
        {
            var problems = new List<string>();
            var values = SettingValues.Read(new Dictionary<Setting, List<GivenText>> { [setting] = [GivenText.Option("--limit", setting.Default)] }, problems);

            problems.Should().BeEmpty(setting.Name);
            values.Show(setting).Should().Be(setting.Default, setting.Name);
        }
    }

    [Fact]
    public void Everything_but_a_switch_and_a_list_has_a_range() =>
        SettingTable.Sections.SelectMany(section => section.Record.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(property => property.CanWrite && property.PropertyType.IsPrimitive && property.PropertyType != typeof(bool))
            .Should().OnlyContain(property => property.GetCustomAttribute<RangeAttribute>() != null);
}
