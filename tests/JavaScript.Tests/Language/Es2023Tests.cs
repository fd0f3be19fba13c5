namespace Busroot.JavaScript.Tests.Language;

/// <summary>ECMAScript 2023, run through Jint.</summary>
public class Es2023Tests
{
    [Fact]
    public void A_hashbang_is_a_comment() => JintEngine.Value("""
        #!/usr/bin/env node
        1 + 1
        """).Should().Be(2d);

    [Fact]
    public void Arrays_change_by_copy() => JintEngine.Value("[3, 1].toSorted().join() + [1, 2].with(0, 9) + [1, 2, 3].findLast(x => x < 3)").Should().Be("1,39,22");
}
