"""Parts of screens that are used more than once.

passage_view   the words of a passage and, under the last of them, what can be done
scroll_view    a long text seen through a window
page_turn      where a window on a text ends
choice_list    a list to choose from
text_input     a line in which words are typed
"""
